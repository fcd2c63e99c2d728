/**
 * The formats that are asserted: `format` of JSON Schema, and the uuid of Avro. Plain scans or regular expressions whose
 * parts cannot match the same text in two ways, so that no input takes more than linear time.
 */
import { isDate, isDateTime, isTime } from './rfc3339.js';

/** RFC 4122 text, any version, either case. */
export function isUuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (let i = 0; i < 36; i++) if (uuidPlaces[i] !== uuidLetters[text.charCodeAt(i)]) return false;
  return true;
}

/** 1 where a digit stands, 2 where a dash does. */
const uuidPlaces = Uint8Array.from({ length: 36 }, (_, place) => ([8, 13, 18, 23].includes(place) ? 2 : 1));
const uuidLetters = Uint8Array.from({ length: 256 }, (_, code) =>
  /[0-9A-Fa-f]/.test(String.fromCharCode(code)) ? 1 : code === 0x2d ? 2 : 0,
);

/** ISO 8601 duration by RFC 3339 appendix A: weeks alone, or units in order without gaps. */
export function isDuration(text: string): boolean {
  if (/^P\d+W$/.test(text)) return true;
  const found =
    /^P(?:(\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D))?(T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?$/.exec(text);
  return found !== null && (found[1] !== undefined || found[2] !== undefined);
}

/** RFC 5321 mailbox without comments: dot-atom or quoted text, at a host name or an address literal. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || at > 64) return false;
  const local = text.slice(0, at);
  const host = text.slice(at + 1);
  const atoms = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
  if (!atoms.test(local) && !/^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"$/.test(local)) return false;
  if (host.startsWith('[') && host.endsWith(']')) {
    const address = host.slice(1, -1);
    return address.startsWith('IPv6:') ? isIpv6(address.slice(5)) : isIpv4(address);
  }
  return isHostname(host);
}

/** RFC 1123: labels of letters, digits and inner hyphens, 253 characters in all. */
export function isHostname(text: string): boolean {
  if (text.length === 0 || text.length > 253) return false;
  return text.split('.').every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label));
}

/** RFC 2673 dotted quad, no leading zeros. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.', 5);
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** RFC 4291 section 2.2, without a zone. */
export function isIpv6(text: string): boolean {
  if (text.length > 45 || text.length < 2) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [index, half] of halves.entries()) {
    if (half === '') continue;
    const parts = half.split(':');
    for (const [at, part] of parts.entries()) {
      const last = index === halves.length - 1 && at === parts.length - 1;
      if (last && part.includes('.')) {
        if (!isIpv4(part)) return false;
        groups += 2;
      } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups++;
      else return false;
    }
  }
  return halves.length === 2 ? groups <= 7 : groups === 8;
}

/** RFC 3986 with a scheme. */
export function isUri(text: string): boolean {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(text);
  return scheme !== null && isHierarchy(text.slice(scheme[0].length));
}

/** RFC 3986, a URI or a relative reference. */
export function isUriReference(text: string): boolean {
  if (isUri(text)) return true;
  const path = /^[^/?#]*/.exec(text)?.[0] ?? '';
  // The first segment of a relative path has no colon: it would read as a scheme (section 4.2).
  return !path.includes(':') && isHierarchy(text);
}

/** `//authority/path?query#fragment`, or a path without authority. */
function isHierarchy(text: string): boolean {
  const [, authority, path = '', query = '', fragment = ''] =
    /^(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text) ?? [];
  const escaped = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$/;
  if (authority !== undefined && !isAuthority(authority)) return false;
  return [path, query.slice(1), fragment.slice(1)].every((part) => escaped.test(part)) && !path.includes('?');
}

function isAuthority(text: string): boolean {
  const at = text.lastIndexOf('@');
  const user = text.slice(0, Math.max(0, at));
  if (!/^(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*$/.test(user)) return false;
  const found = /^(\[[^\]]*\]|[^:[\]]*)(?::\d*)?$/.exec(text.slice(at + 1));
  const host = found?.[1];
  if (host === undefined) return false;
  if (host.startsWith('[')) {
    const literal = host.slice(1, -1);
    return isIpv6(literal) || /^[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+$/.test(literal);
  }
  return /^(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/.test(host);
}

/** RFC 6901. */
export function isJsonPointer(text: string): boolean {
  return text === '' || /^(?:\/(?:[^~/]|~[01])*)+$/.test(text);
}

/** ECMA-262 by Unicode rules. */
export function isRegex(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** Digits and a point, no exponent and no needless zero in front. */
export function isDecimal(text: string): boolean {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);
}

const byName: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['uuid', isUuid],
  ['date-time', isDateTime],
  ['date', isDate],
  ['time', isTime],
  ['duration', isDuration],
  ['email', isEmail],
  ['hostname', isHostname],
  ['ipv4', isIpv4],
  ['ipv6', isIpv6],
  ['uri', isUri],
  ['uri-reference', isUriReference],
  ['json-pointer', isJsonPointer],
  ['regex', isRegex],
  ['decimal', isDecimal],
]);

/** Whether `text` is of the format; undefined where the format is not one that is asserted. */
export function matchesFormat(format: string, text: string): boolean | undefined {
  return byName.get(format)?.(text);
}

/** 1 for every two bytes that are two hex digits: half as many steps as one by one. */
const hexPairs = new Uint8Array(65_536);
const hexDigits = Array.from('0123456789abcdefABCDEF', (letter) => letter.charCodeAt(0));
for (const high of hexDigits) for (const low of hexDigits) hexPairs[(high << 8) | low] = 1;

const dash = 0x2d;

/** Whether the 36 bytes from `at` are a uuid. */
export function isUuidAt(view: DataView, at: number): boolean {
  const pair = (offset: number): number => hexPairs[view.getUint16(at + offset)] as number;
  if (view.getUint8(at + 8) !== dash || view.getUint8(at + 13) !== dash) return false;
  if (view.getUint8(at + 18) !== dash || view.getUint8(at + 23) !== dash) return false;
  const head = pair(0) & pair(2) & pair(4) & pair(6) & pair(9) & pair(11) & pair(14) & pair(16);
  return (head & pair(19) & pair(21) & pair(24) & pair(26) & pair(28) & pair(30) & pair(32) & pair(34)) === 1;
}
