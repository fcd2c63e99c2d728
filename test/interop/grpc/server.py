"""A gap_assessment in grpcio, for clients that agentwire generates. Says its port, then what it was called with."""

from concurrent import futures
import json
import threading

import grpc

from messages import header, pb, say, service


def answer(message_type, cause):
    return header(
        message_type,
        cause,
        source=pb.AgentInfo(agent_id="gap-python", agent_type="gap_assessment"),
        destination=pb.DestinationInfo(
            agent_id=cause.source.agent_id, agent_type=cause.source.agent_type, broadcast=False
        ),
    )


class Gap(service.AgentCommunicationServicer):
    def SendTask(self, request, context):
        data = request.payload.data
        say(
            step="send_task",
            task_type=data.task_type,
            parameters=json.loads(data.parameters),
            metadata={k: v for k, v in context.invocation_metadata() if k in ("traceparent", "x-agent-operation")},
            trace_id=request.header.tracing.trace_id,
            time_left=context.time_remaining(),
            deadline=request.header.routing.deadline,
        )
        if data.task_type == "forbidden":
            context.abort(grpc.StatusCode.PERMISSION_DENIED, "words of a stranger")
        if data.task_type == "slow":
            cancelled = threading.Event()
            context.add_callback(cancelled.set)
            cancelled.wait(20)
            say(step="cancelled", active=context.is_active())
        return pb.TaskResponse(
            header=answer("response", request.header),
            payload=pb.ResponsePayload(
                data=pb.ResponseData(
                    request_id=request.header.message_id, task_id=data.task_id, status="success", result=b'{"gaps":3}'
                )
            ),
        )

    def StreamEvents(self, requests, context):
        opening = dict(context.invocation_metadata()).get("x-agent-header-bin")
        say(step="opened", header=json.loads(opening)["message_type"])
        for request in requests:
            yield pb.EventMessage(
                header=answer("event", request.header),
                payload=pb.EventPayload(data=request.payload.data),
            )


server = grpc.server(futures.ThreadPoolExecutor(8))
service.add_AgentCommunicationServicer_to_server(Gap(), server)
port = server.add_insecure_port("127.0.0.1:0")
server.start()
say(step="listening", port=port)
server.wait_for_termination()
