"""The document's messages for grpcio: agent_communication.proto, compiled when this is imported."""

import json
import sys
import time
import uuid

import grpc

sys.path.insert(0, "schemas/proto")
pb, service = grpc.protos_and_services("agent_communication.proto")
sys.path.insert(0, "test/interop/grpc")
document = grpc.protos("document.proto")


def header(message_type, cause=None, **more):
    own = pb.MessageHeader(
        message_id=str(uuid.uuid4()),
        timestamp=int(time.time() * 1000),
        version="1.0.0",
        message_type=message_type,
        content_type="application/protobuf",
        encoding="binary",
        security=pb.SecurityInfo(encrypted=False),
        routing=pb.RoutingInfo(priority="normal", ttl=300, retry_count=0, max_retries=0),
        tracing=pb.TracingInfo(trace_id=uuid.uuid4().hex, span_id=uuid.uuid4().hex[:16]),
        **more,
    )
    own.correlation_id = own.message_id if cause is None else cause.correlation_id
    if cause is not None:
        own.causation_id = cause.message_id
        own.tracing.trace_id = cause.tracing.trace_id
    return own


def to_gap(message_type, cause=None):
    return header(
        message_type,
        cause,
        source=pb.AgentInfo(agent_id="python-1", agent_type="workflow_engine"),
        destination=pb.DestinationInfo(agent_type="gap_assessment", broadcast=False),
    )


def task(**data):
    return pb.TaskRequest(
        header=to_gap("task_request"),
        payload=pb.TaskPayload(data=pb.TaskRequestData(parameters=b"{}", **data)),
    )


def event(cause=None, **data):
    return pb.EventMessage(
        header=to_gap("event", cause),
        payload=pb.EventPayload(data=pb.EventData(severity="high", **data)),
    )


def say(**what):
    print(json.dumps(what), flush=True)
