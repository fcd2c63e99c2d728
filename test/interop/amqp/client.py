"""Calls an ict_risk_manager that agentwire serves, over TLS. Usage: client.py URL CA"""

import json
import sys

import pika

from messages import connected, envelope, properties, say

url, ca = sys.argv[1:]
us, them = ("policy_analyzer", "python-1"), ("ict_risk_manager", None)

connection = connected(url, ca)
channel = connection.channel()
channel.confirm_delivery()
replies = channel.queue_declare("", exclusive=True).method.queue


def call(key, message_type, data, to=them, **more):
    body = json.dumps(envelope(message_type, data, us, to))
    beside = properties(reply_to=replies, correlation_id=data.get("task_id", key), **more)
    channel.basic_publish("agent.direct", key, body, beside, mandatory=True)


def answer():
    for method, props, body in channel.consume(replies, auto_ack=True, inactivity_timeout=20):
        if method is None:
            raise SystemExit("no answer came")
        said = json.loads(body) if props.content_type == "application/json" else None
        return props, said


def task(task_id, task_type):
    return dict(task_id=task_id, task_type=task_type, parameters={})


# Tasks are shared by the type; its updates come before its reply.
call("task.ict_risk_manager", "task_request", task("t-1", "assessment"))
while True:
    props, said = answer()
    say(step=props.headers["aw-kind"], correlation=props.correlation_id, type=said["header"]["message_type"], data=said["payload"]["data"])
    if props.headers["aw-kind"] == "reply":
        break

# A declared error stands in the headers.
call("task.ict_risk_manager", "task_request", task("t-2", "impossible"))
props, _ = answer()
say(step="error", code=props.headers["aw-code"], reason=props.headers["aw-reason"], outcome=props.headers["aw-outcome"])

# Commands have a queue of the agent's own; a command for nobody comes back.
call("command.ict-1", "status_request", dict(), to=("ict_risk_manager", "ict-1"))
_, said = answer()
say(step="status", agent=said["header"]["source"]["agent_id"], capabilities="send_task" in said["payload"]["data"]["capabilities"])
try:
    call("command.nobody", "status_request", dict(), to=("ict_risk_manager", "nobody"))
except pika.exceptions.UnroutableError:
    say(step="unroutable")

# What is broken ends among the dead letters, and the channel that it came over stays.
broken = [
    (b'{"header": ', properties(headers={"aw-attempt": "many", "aw-deadline": "soon", "nested": {"a": [1, None]}})),
    (b"\xff\xfe\x00", pika.BasicProperties()),
    (b"<task/>", pika.BasicProperties(content_type="text/xml", headers={"x": "y" * 2000}, expiration="60000")),
    (json.dumps(envelope("gossip", {}, us, them)).encode(), properties(timestamp=2**62, priority=255, type="gossip")),
]
for body, beside in broken:
    channel.basic_publish("agent.direct", "task.ict_risk_manager", body, beside, mandatory=True)
channel.cancel()
found = {}
for method, props, body in channel.consume("agent.dead-letters", auto_ack=True, inactivity_timeout=20):
    if method is None:
        raise SystemExit("no dead letter came")
    found[body] = props.headers["aw-dead-letter-reason"], props.headers["aw-dead-letter-queue"]
    if len(found) == len(broken):
        break
say(step="dead letters", all=[found[body] for body, _ in broken])

# Events by topic, and to all by fan-out.
body = json.dumps(envelope("event", dict(event_type="risk.found", severity="high"), us, them))
channel.basic_publish("agent.topic", "event.risk.found", body, properties(), mandatory=True)
say(step="published")
connection.close()
