"""The frame of a message on Kafka, by Apache Avro and the schema of the document."""
import io
import json
import pathlib
import struct

import avro.io
import avro.schema

root = pathlib.Path(__file__).parents[3]
SCHEMA = avro.schema.parse((root / "schemas/avro/agent_message.avsc").read_text())


def fingerprint():
    """CRC-64-AVRO of the canonical form, as single-object encoding has it: little-endian."""
    empty = 0xC15D213AA4D7A795
    table = []
    for i in range(256):
        value = i
        for _ in range(8):
            value = (value >> 1) ^ (empty & -(value & 1) & 0xFFFFFFFFFFFFFFFF)
        table.append(value)
    crc = empty
    for byte in SCHEMA.canonical_form.encode():
        crc = (crc >> 8) ^ table[(crc ^ byte) & 0xFF]
    return struct.pack("<Q", crc)


def read(value):
    """The record and the envelope in its payload."""
    assert value[:2] == b"\xc3\x01" and value[2:10] == fingerprint(), value[:10].hex()
    decoder = avro.io.BinaryDecoder(io.BytesIO(value[10:]))
    message = avro.io.DatumReader(SCHEMA).read(decoder)
    return message, json.loads(message["payload"])


def write(envelope):
    header = envelope["header"]
    out = io.BytesIO()
    datum = {
        "id": header["message_id"],
        "timestamp": 1700000000000,
        "agent_id": header["source"]["agent_id"],
        "message_type": header["message_type"],
        "payload": json.dumps(envelope).encode(),
        "version": header["version"],
    }
    avro.io.DatumWriter(SCHEMA).write(datum, avro.io.BinaryEncoder(out))
    return b"\xc3\x01" + fingerprint() + out.getvalue()


def header_of(message_type, source, destination, correlation, **more):
    """What every header must have."""
    import datetime
    import uuid

    return {
        "message_id": str(uuid.uuid4()),
        "correlation_id": correlation,
        "timestamp": datetime.datetime.now(datetime.timezone.utc).isoformat(),
        "version": "1.0.0",
        "source": source,
        "destination": {**destination, "broadcast": False},
        "message_type": message_type,
        "content_type": "application/json",
        "encoding": "utf-8",
        "security": {"encrypted": False},
        "routing": {"priority": "normal", "ttl": 300, "retry_count": 0, "max_retries": 0},
        "tracing": {"trace_id": uuid.uuid4().hex, "span_id": uuid.uuid4().hex[:16]},
        **more,
    }
