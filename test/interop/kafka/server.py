"""Takes one task by kafka-python and answers it: server.py BROKER PREFIX"""
import json
import sys

from kafka import KafkaConsumer, KafkaProducer

import agent_message

broker, prefix = sys.argv[1:]
consumer = KafkaConsumer(
    f"{prefix}agent-tasks-risk_calculator",
    bootstrap_servers=broker,
    group_id=f"{prefix}agents-risk_calculator",
    auto_offset_reset="earliest",
    enable_auto_commit=False,
)
producer = KafkaProducer(bootstrap_servers=broker, acks="all")
print(json.dumps({"step": "ready"}), flush=True)

for record in consumer:
    headers = {name: value.decode() for name, value in record.headers}
    message, envelope = agent_message.read(record.value)
    asked = envelope["header"]
    assert headers["x-correlation-id"] == asked["correlation_id"]
    print(
        json.dumps(
            {
                "step": "taken",
                "kind": headers["aw-kind"],
                "to": headers["aw-to"],
                "operation": headers["x-agent-operation"],
                "key": record.key.decode(),
                "type": message["message_type"],
                "task_type": envelope["payload"]["data"]["task_type"],
            }
        ),
        flush=True,
    )
    header = agent_message.header_of(
        "response",
        {"agent_id": "python-2", "agent_type": "risk_calculator"},
        {"agent_id": asked["source"]["agent_id"], "agent_type": asked["source"]["agent_type"]},
        asked["correlation_id"],
        causation_id=asked["message_id"],
    )
    data = {"request_id": asked["message_id"], "status": "success", "result": {"by": "python"}}
    producer.send(
        headers["aw-reply-to"],
        value=agent_message.write({"header": header, "payload": {"data": data}}),
        headers=[("aw-kind", b"reply"), ("aw-encoding", b"json"), ("aw-call", headers["aw-call"].encode())],
    ).get(timeout=30)
    consumer.commit()
    break
