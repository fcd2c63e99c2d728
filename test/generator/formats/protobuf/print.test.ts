import protobufjs from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { protobuf } from '../../../../generator/src/formats/protobuf/index.js';
import type { Declaration } from '../../../../generator/src/model/types.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';
import { groups, kitchen } from '../../emit/protobuf/kitchen.js';

function declarations(text: string): readonly Declaration[] {
  const diagnostics = createDiagnostics();
  const modules = protobuf.load([{ path: 'a.proto', text }], memoryWorkspace({ 'a.proto': text }), diagnostics);
  expect(diagnostics.all.filter((d) => d.severity === 'error').map((d) => d.message)).toEqual([]);
  return modules.flatMap((module) => module.declarations);
}

/** A declaration as text, without places and former names; references by name. */
function plain(declaration: Declaration): string {
  return JSON.stringify(
    declaration,
    (key, value: unknown) => {
      if (key === 'span' || key === 'origin' || key === 'syntax') return undefined;
      return key === 'target' ? (value as Declaration).name : value;
    },
    1,
  );
}

const described = `syntax = "proto3";
package described;
// A message with
//
// two paragraphs, and "quotes" */ in it.
message A {
  // One.
  string first_name = 1 [json_name = "odd \\"name\\""];
  reserved 4 to 6, 9;
  reserved "old", "older";
  Inner inner = 2 [deprecated = true];
  message Inner { enum Kind { option allow_alias = true; NONE = 0; NIL = 0; } repeated Kind kinds = 1; }
  oneof pick {
    // Left.
    int32 left = 10;
    Inner right = 11;
  }
}
`;

const old = `syntax = "proto2";
package old;
message A {
  required string a = 1;
  optional int32 b = 2 [default = -41];
  optional string c = 3 [default = "say \\"hi\\""];
  repeated int32 d = 4;
  repeated int32 e = 5 [packed = true];
  optional group Result = 6 { optional bool yes = 1 [default = true]; }
  optional E f = 7 [default = Y];
  enum E { X = 1; Y = 2; }
}
`;

describe.each([
  ['the kitchen', kitchen],
  ['an edition', groups],
  ['descriptions, options and reservations', described],
  ['proto2', old],
])('printing %s', (_, text) => {
  const found = declarations(text);

  it.each(found.map((one) => [one.name, one] as const))(
    '%s loads to an equal model, and protobufjs parses it',
    (name, one) => {
      const printed = protobuf.print(one, { namespace: 'again' });
      const again = declarations(printed).find((other) => other.name === name);
      if (one.kind === 'enum') expect(printed).toContain(`enum ${name} {`);
      expect(again === undefined ? 'absent' : plain(again)).toBe(plain(one));
      expect(() => protobufjs.parse(printed, { keepCase: true })).not.toThrow();
    },
  );
});
