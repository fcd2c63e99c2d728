"""Calls a report_manager that agentwire serves over wss. Usage: client.py wss://HOST:PORT CA"""

import json
import ssl
import sys

from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect

from frames import envelope, frame, said, say, task

host, ca = sys.argv[1:]
trust = ssl.create_default_context(cafile=ca)
agent = host + "/ws/agents/report-manager-001"


def opened(url=agent, **options):
    return connect(url, ssl=trust, proxy=None, **options)


# The document's frames alone.
with opened() as peer:
    say(step="opened", subprotocol=peer.subprotocol)
    peer.send(frame("message", data=task("t-1", "report")))
    say(step="update", **said(json.loads(peer.recv(10))))
    say(step="reply", **said(json.loads(peer.recv(10))))
    peer.send(frame("ping", timestamp=1705486200000))
    say(step="ping", **json.loads(peer.recv(10)))
    peer.send(frame("message", data=task("t-2", "impossible")))
    say(step="error", **said(json.loads(peer.recv(10))))
    peer.send(frame("wave"))
    say(step="unknown", **said(json.loads(peer.recv(10))))
    peer.send('{"type": "message", "data": {"header": ')
    try:
        peer.recv(10)
    except ConnectionClosedError as error:
        say(step="malformed", closed=error.rcvd.code)

try:
    opened(host + "/ws/agents/somebody-else")
except InvalidStatus as error:
    say(step="wrong id", status=error.response.status_code)

# A stream both ways, on the path that the document names.
with opened(host + "/api/v1/agents/report-manager-001/stream") as peer:
    first = envelope("event", dict(event_type="one", severity="low"))
    second = envelope("event", dict(event_type="two", severity="low"), cause=first["header"])
    for one in (first, second):
        peer.send(frame("message", data=one))
    say(step="stream", events=[said(json.loads(peer.recv(10)))["data"]["event_type"] for _ in range(2)])

# A session: cut off without a word after the task was accepted, the peer comes back for its reply.
peer = opened(subprotocols=["agentwire.v1.json"])
peer.send(frame("resume", ack=0))
session = json.loads(peer.recv(10))["session"]
peer.send(frame("message", seq=1, data=task("t-3", "slow")))
say(step="accepted", **said(json.loads(peer.recv(10))))
peer.socket.close()

with opened(subprotocols=["agentwire.v1.json"]) as peer:
    peer.send(frame("resume", session=session, ack=1))
    again = json.loads(peer.recv(10))
    say(step="resumed", same=again["session"] == session, ack=again["ack"])
    # It cannot know whether this had arrived, and sends it again.
    peer.send(frame("message", seq=1, data=task("t-3", "slow")))
    say(step="reply", **said(json.loads(peer.recv(10))))
    peer.send(frame("ack", ack=2))
