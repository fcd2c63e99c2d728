"""Envelopes and messages as docs/amqp.md describes them, without a line of agentwire's."""

import datetime
import json
import ssl
import sys
import uuid

import pika


def say(**fields):
    print(json.dumps(fields), flush=True)


def connected(url, ca=None):
    parameters = pika.URLParameters(url)
    if ca is not None:
        parameters.ssl_options = pika.SSLOptions(ssl.create_default_context(cafile=ca), "localhost")
    return pika.BlockingConnection(parameters)


def envelope(message_type, data, source, destination, cause=None):
    now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
    message_id = str(uuid.uuid4())
    header = dict(
        message_id=message_id,
        correlation_id=cause["correlation_id"] if cause else message_id,
        timestamp=now.replace("+00:00", "Z"),
        version="1.0.0",
        source=dict(agent_id=source[1], agent_type=source[0]),
        destination=dict(agent_type=destination[0], broadcast=False, **({"agent_id": destination[1]} if destination[1] else {})),
        message_type=message_type,
        content_type="application/json",
        encoding="utf-8",
        security=dict(encrypted=False),
        routing=dict(priority="normal", ttl=300, retry_count=0, max_retries=0),
        tracing=dict(trace_id=uuid.uuid4().hex, span_id=uuid.uuid4().hex[:16]),
    )
    if cause:
        header["causation_id"] = cause["message_id"]
    return dict(header=header, payload=dict(data=data))


def properties(**given):
    return pika.BasicProperties(content_type="application/json", delivery_mode=2, **given)
