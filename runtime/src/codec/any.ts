/**
 * google.protobuf.Any in JSON is the message that it holds, which takes the codecs of every type that it may hold. A
 * generated module does not have them, and another form would be misread by peers.
 */
export const noJsonOfAny = 'google.protobuf.Any has no JSON form here; Protobuf and Avro carry it';
