"""Calls a gap_assessment that agentwire serves, and says what comes back. Usage: client.py HOST:PORT"""

import json
import sys

import grpc
from google.protobuf import wrappers_pb2
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_status import rpc_status

from messages import document, event, pb, say, service, task, to_gap


def failure(call):
    """The code of a failed call, with our details."""
    status = rpc_status.from_call(call)
    info, value = error_details_pb2.ErrorInfo(), wrappers_pb2.BytesValue()
    for detail in status.details if status else []:
        detail.Unpack(info)
        detail.Unpack(value)
    detail = json.loads(value.value) if value.value else None
    return dict(code=call.code().name, reason=info.reason, metadata=dict(info.metadata), detail=detail)


channel = grpc.insecure_channel(sys.argv[1])
agent = service.AgentCommunicationStub(channel)

reply, call = agent.SendTask.with_call(
    task(task_id="t-1", task_type="gap_analysis"), timeout=10
)
data = reply.payload.data
say(
    step="send_task",
    status=data.status,
    task_id=data.task_id,
    result=json.loads(data.result),
    source=reply.header.source.agent_id,
    accepted=dict(call.initial_metadata()).get("x-agent-accepted"),
)

for kind in ["conflict", "slow"]:
    try:
        agent.SendTask(task(task_id="t-2", task_type=kind), timeout=10 if kind == "conflict" else 0.3)
    except grpc.RpcError as error:
        say(step=kind, **failure(error))

report = agent.GetStatus(pb.StatusRequest(header=to_gap("status_request"), payload=pb.StatusQueryPayload(data={})))
say(step="get_status", status=report.payload.data.agent_status)

command = pb.CommandData(command="cancel_task", target_task_id="t-9", reason="no longer needed")
try:
    agent.ExecuteCommand(pb.CommandRequest(header=to_gap("command"), payload=pb.CommandPayload(data=command)))
except grpc.RpcError as error:
    say(step="execute_command", **failure(error))

first = event(event_type="one")
events = [first, event(first.header, event_type="two"), event(first.header, event_type="three")]
answers = list(agent.StreamEvents(iter(events), timeout=10))
say(
    step="stream_events",
    answers=[answer.payload.data.event_type for answer in answers],
    correlated=all(answer.header.correlation_id == first.header.correlation_id for answer in answers),
    places=[answer.header.extensions.entries["aw.seq"] for answer in answers],
)

raw = channel.unary_unary("/dora.agent.communication.AgentCommunication/SendTask")
sent = task(task_id="t-3", task_type="gap_analysis")
received = raw(sent.SerializeToString(), timeout=10)
read, full = document.TaskResponse.FromString(received).header, pb.TaskResponse.FromString(received).header
say(
    step="the document's six fields",
    correlated=read.correlation_id == sent.header.message_id,
    same=[read.message_id == full.message_id, read.timestamp == full.timestamp],
    source=read.source.agent_id,
    destination=read.destination.agent_id,
    recent=abs(read.timestamp - sent.header.timestamp) < 10_000,
)
for bad in [b"", b"\xff\xff\xff", b"\x0a\x01\x08\x12\x02\x0a\x00", task(task_type="without an id").SerializeToString()]:
    try:
        raw(bad, timeout=10)
    except grpc.RpcError as error:
        say(step="bad", **failure(error))
try:
    raw(b"\x0a" + b"x" * 5_000_000, timeout=10)
except grpc.RpcError as error:
    say(step="too large", code=error.code().name)

health = health_pb2_grpc.HealthStub(channel)
names = ["", "dora.agent.communication.AgentCommunication"]
say(step="health", states=[health.Check(health_pb2.HealthCheckRequest(service=name)).status for name in names])

told = ProtoReflectionDescriptorDatabase(channel)
pool = DescriptorPool(told)
found = pool.FindServiceByName("dora.agent.communication.AgentCommunication")
request = GetMessageClass(found.methods_by_name["SendTask"].input_type)
say(
    step="reflection",
    services=list(told.get_services()),
    methods=[
        [method.name, method.client_streaming, method.input_type.name, method.output_type.name]
        for method in found.methods
    ],
    read=request.FromString(sent.SerializeToString()).payload.data.task_id,
    optional=request.DESCRIPTOR.fields_by_name["sealed"].has_presence,
    entries=pool.FindMessageTypeByName("dora.agent.communication.ExtensionMap")
    .fields_by_name["entries"]
    .message_type.GetOptions()
    .map_entry,
)
channel.close()
