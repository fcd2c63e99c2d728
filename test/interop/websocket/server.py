"""A report_manager that knows the document's frames alone. Says where it listens and what it hears."""

import json

from websockets.sync.server import serve

from frames import envelope, frame, say


def talk(peer):
    say(step="opened", path=peer.request.path, subprotocol=peer.subprotocol)
    for text in peer:
        heard = json.loads(text)
        if heard["type"] == "ping":
            peer.send(frame("pong", timestamp=heard["timestamp"]))
            continue
        header, data = heard["data"]["header"], heard["data"]["payload"]["data"]
        say(step="heard", members=sorted(heard), task_type=data["task_type"])

        def answer(message_type, **members):
            peer.send(frame("message", data=envelope(message_type, members, to=header["source"]["agent_type"], cause=header)))

        if data["task_type"] == "refused":
            peer.send(frame("hello"))
            answer("response", request_id=header["message_id"], status="failed", execution_time=0)
        elif data["task_type"] == "hang up":
            peer.close(1011)
        else:
            answer("task_status", task_id=data["task_id"], status="running", progress=0.5)
            answer("response", request_id=header["message_id"], status="success", execution_time=0.1)


with serve(talk, "127.0.0.1", 0) as server:
    say(port=server.socket.getsockname()[1])
    server.serve_forever()
