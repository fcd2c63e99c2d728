"""Holds descriptors against protoc's. Usage: compare.py FILE BASE64..., FILE below the folder of the example."""

import base64
import os
import sys
import tempfile

from google.protobuf import descriptor_pb2
from grpc_tools import protoc
import grpc_tools

from messages import say

folder = "test/interop/grpc/rich"
own = os.path.join(os.path.dirname(grpc_tools.__file__), "_proto")
with tempfile.TemporaryDirectory() as temporary:
    out = os.path.join(temporary, "set")
    protoc.main(["protoc", f"-I{folder}", f"-I{own}", "--include_imports", f"--descriptor_set_out={out}", sys.argv[1]])
    with open(out, "rb") as file:
        theirs = descriptor_pb2.FileDescriptorSet.FromString(file.read()).file


ours = {}
for text in sys.argv[2:]:
    file = descriptor_pb2.FileDescriptorProto.FromString(base64.b64decode(text))
    ours[os.path.basename(file.name)] = file
for file in theirs:
    mine = ours[os.path.basename(file.name)]
    file.name, file.dependency[:] = mine.name, mine.dependency
    file.ClearField("options")
    say(file=os.path.basename(file.name), same=file == mine, theirs="" if file == mine else str(file), ours="" if file == mine else str(mine))
