"""Serves an ict_risk_manager, and listens to events. Usage: server.py URL"""

import json
import sys

from messages import connected, envelope, properties, say

connection = connected(sys.argv[1])
channel = connection.channel()
us = ("ict_risk_manager", "python-2")

for name, kind in (("agent.direct", "direct"), ("agent.topic", "topic"), ("agent.fanout", "fanout")):
    channel.exchange_declare(name, kind, durable=True)
tasks = channel.queue_declare("", exclusive=True).method.queue
channel.queue_bind(tasks, "agent.direct", "task.ict_risk_manager")
heard = channel.queue_declare("", exclusive=True).method.queue
channel.queue_bind(heard, "agent.topic", "event.#")
channel.queue_bind(heard, "agent.fanout", "")


def answered(props, cause, message_type, data):
    to = (cause["source"]["agent_type"], cause["source"]["agent_id"])
    body = json.dumps(envelope(message_type, data, us, to, cause))
    channel.basic_publish("", props.reply_to, body, properties(correlation_id=props.correlation_id, type=message_type))


def on_task(_, method, props, body):
    said = json.loads(body)
    task_id = said["payload"]["data"]["task_id"]
    same = props.message_id == said["header"]["message_id"]
    say(step="task", type=props.type, message_id=same, app=props.app_id, persistent=props.delivery_mode == 2, bounded=0 < int(props.expiration) <= 300000)
    answered(props, said["header"], "task_status", dict(task_id=task_id, status="running", progress=0.5))
    answered(props, said["header"], "response", dict(task_id=task_id, request_id=props.message_id, status="success", execution_time=0.25, result=dict(by="pika")))
    channel.basic_ack(method.delivery_tag)


def on_event(_, method, props, body):
    said = json.loads(body)
    say(step="event", exchange=method.exchange, key=method.routing_key, event=said["payload"]["data"]["event_type"])
    channel.basic_ack(method.delivery_tag)


channel.basic_consume(tasks, on_task)
channel.basic_consume(heard, on_event)
say(step="serving")
channel.start_consuming()
