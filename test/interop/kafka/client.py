"""Sends a task by kafka-python and reads its updates and its reply: client.py BROKER PREFIX"""
import json
import sys
import uuid

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

import agent_message

broker, prefix = sys.argv[1:]
replies = f"{prefix}agent-replies-python-1"
KafkaAdminClient(bootstrap_servers=broker).create_topics([NewTopic(replies, 1, 1)])

consumer = KafkaConsumer(bootstrap_servers=broker, consumer_timeout_ms=30_000)
consumer.assign([TopicPartition(replies, 0)])
consumer.seek_to_beginning()

correlation = str(uuid.uuid4())
header = agent_message.header_of(
    "task_request",
    {"agent_id": "python-1", "agent_type": "policy_analyzer"},
    {"agent_type": "risk_calculator"},
    correlation,
)
data = {"task_id": "t-1", "task_type": "weigh", "parameters": {}}
producer = KafkaProducer(bootstrap_servers=broker, acks="all", compression_type="snappy")
producer.send(
    f"{prefix}agent-tasks-risk_calculator",
    key=b"w-1",
    value=agent_message.write({"header": header, "payload": {"data": data}}),
    headers=[
        ("aw-kind", b"request"),
        ("aw-encoding", b"json"),
        ("aw-to", b"risk_calculator"),
        ("aw-reply-to", replies.encode()),
        ("aw-call", b"call-1"),
        ("x-agent-operation", b"send_task"),
    ],
).get(timeout=30)

for record in consumer:
    headers = {name: value.decode() for name, value in record.headers}
    if headers["aw-kind"] not in ("update", "reply", "error"):
        continue
    step = {"kind": headers["aw-kind"], "call": headers["aw-call"]}
    if record.value and headers["aw-kind"] != "error":
        message, envelope = agent_message.read(record.value)
        assert envelope["header"]["correlation_id"] == correlation
        assert message["id"] == envelope["header"]["message_id"]
        step["type"] = message["message_type"]
        step["data"] = {key: envelope["payload"]["data"].get(key) for key in ("task_id", "status", "progress")}
    print(json.dumps(step), flush=True)
    if headers["aw-kind"] in ("reply", "error"):
        break
