"""The document's frames and messages, by hand."""

import json
import uuid
from datetime import datetime, timezone


def envelope(message_type, data, to="report_manager", cause=None):
    message_id = str(uuid.uuid4())
    return dict(
        header=dict(
            message_id=message_id,
            correlation_id=cause["correlation_id"] if cause else message_id,
            **(dict(causation_id=cause["message_id"]) if cause else {}),
            timestamp=datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            version="1.0.0",
            source=dict(agent_id="python-1", agent_type="workflow_engine"),
            destination=dict(agent_type=to, broadcast=False),
            message_type=message_type,
            content_type="application/json",
            encoding="utf-8",
            security=dict(encrypted=False),
            routing=dict(priority="normal", ttl=300, retry_count=0, max_retries=3),
            tracing=dict(trace_id=uuid.uuid4().hex, span_id=uuid.uuid4().hex[:16]),
        ),
        payload=dict(data=data),
    )


def task(task_id, task_type):
    return envelope("task_request", dict(task_id=task_id, task_type=task_type, parameters={}))


def frame(type, **members):
    return json.dumps(dict(type=type, **members))


def said(answer):
    """What a frame says, without what differs from run to run."""
    data = answer.pop("data", None)
    message_id = answer.pop("message_id", None)
    told = dict(answer)
    if data:
        told.update(message_type=data["header"]["message_type"], data=data["payload"]["data"])
        told["data"] = {k: v for k, v in told["data"].items() if k not in ("execution_time", "request_id")}
    if message_id:
        told["about"] = "a message of mine"
    told.pop("headers", None)
    return told


def say(**what):
    print(json.dumps(what), flush=True)
