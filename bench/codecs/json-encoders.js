/** Encoders that are compiled from a schema: fast-json-stringify, and the code generator of json-joy. */
import { JsonCodegen } from '@jsonjoy.com/json-type/lib/codegen/binary/json/JsonCodegen.js';
import { t } from '@jsonjoy.com/json-type/lib/index.js';
import { JsonEncoder } from '@jsonjoy.com/json-pack/lib/json/JsonEncoder.js';
import { Writer } from '@jsonjoy.com/buffers/lib/Writer.js';
import fastJson from 'fast-json-stringify';

/** The schema of the very values, all members required: the least work there is. What is open for us is open here. */
function schemaOf(value, open) {
  if (Array.isArray(value)) return { type: 'array', items: value.length === 0 ? {} : schemaOf(value[0], open) };
  if (typeof value !== 'object') return { type: typeof value };
  const properties = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === open ? {} : schemaOf(item, open)]),
  );
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function joyType(schema) {
  switch (schema.type) {
    case 'object':
      return t.Object(...Object.entries(schema.properties).map(([key, item]) => t.Key(key, joyType(item))));
    case 'array':
      return t.Array(joyType(schema.items));
    case 'string':
      return t.str;
    case 'number':
      return t.num;
    case 'boolean':
      return t.bool;
    default:
      return t.any;
  }
}

/** Both must write the text that `JSON.stringify` writes. */
export function jsonEncoders(values, open) {
  const schema = schemaOf(values[0], open);
  const stringify = fastJson(schema);
  const encoder = new JsonEncoder(new Writer());
  const write = JsonCodegen.get(joyType(schema));
  return [
    { name: 'fast-json-stringify + Buffer', run: (i) => Buffer.from(stringify(values[i])) },
    {
      name: 'json-joy codegen',
      run: (i) => {
        encoder.writer.reset();
        write(values[i], encoder);
        return encoder.writer.flush();
      },
    },
  ].filter(({ run }) => values.every((value, i) => Buffer.from(run(i)).toString() === JSON.stringify(value)));
}
