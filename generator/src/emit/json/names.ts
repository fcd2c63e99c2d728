/** Identifiers of the JSON module: locals for members, constants for keys, words and patterns. */

const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield ' +
    // What generated functions themselves call by name.
    'r w value start item items map key size kept entries Array Date Uint8Array above below compileSchema constant ' +
    'counted decimalOf defaultOf define distinct emptyMap inFormat judged keptMembers mapKey matching multipleOf narrowed oneOf ' +
    'own sized sizedBytes sortedEntries unknownFields widened within'
  ).split(' '),
);

/** The local variable of a member, unlike all in `taken` and unlike every name of the module. */
export function localName(member: string, taken: Set<string>): string {
  const plain = identifier(member);
  const clashes = reserved.has(plain) || /^(?:read|write)[A-Z]|(?:Json|Key|Names|Pattern|Schema|Words)\d*$/.test(plain);
  return unique(clashes ? `${plain}_` : plain, taken);
}

/** `taskStatusNames`, `taskIdKey`. */
export function constantName(text: string, suffix: string, taken: Set<string>): string {
  const pascal = pascalCase(text);
  const head = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  return unique(`${head}${suffix}`, taken);
}

export function unique(name: string, taken: Set<string>): string {
  let found = name;
  for (let n = 2; taken.has(found); n++) found = `${name}${n}`;
  taken.add(found);
  return found;
}

export function pascalCase(text: string): string {
  const parts = text.split(/[^A-Za-z0-9]+/).filter((part) => part !== '');
  const joined = parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
  return /^[A-Za-z]/.test(joined) ? joined.slice(0, 60) : `_${joined}`.slice(0, 60);
}

function identifier(text: string): string {
  const clean = text.replace(/[^A-Za-z0-9_$]/g, '_').slice(0, 60);
  return /^[A-Za-z_$]/.test(clean) ? clean : `_${clean}`;
}
