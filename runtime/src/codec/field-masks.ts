/** google.protobuf.FieldMask as ProtoJSON has it: its paths in lowerCamelCase, joined by commas. */

export interface FieldMask {
  readonly paths: readonly string[];
}

/** Undefined where a path would come back as another one (field_mask.proto, "JSON Encoding of Field Masks"). */
export function formatFieldMask({ paths }: FieldMask): string | undefined {
  const spelled = paths.map((path) => path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  const text = spelled.join(',');
  const back = parseFieldMask(text);
  const same = back?.length === paths.length && back.every((path, index) => path === paths[index]);
  return same ? text : undefined;
}

/** The paths in the spelling of the schema; undefined where one is empty or spelled so already. */
export function parseFieldMask(text: string): string[] | undefined {
  if (text === '') return [];
  const spelled = text.split(',');
  if (spelled.some((path) => path === '' || path.includes('_'))) return undefined;
  return spelled.map((path) => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}
