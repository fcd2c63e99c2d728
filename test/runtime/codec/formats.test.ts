import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesFormat } from '../../../runtime/src/codec/formats.js';
import { daysOf, formatInstant, parseInstant } from '../../../runtime/src/codec/rfc3339.js';

/** From the RFCs and from the official JSON Schema test suite's optional format tests. */
const samples: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> = {
  uuid: {
    good: ['2eb8aa08-aa98-11ea-b4aa-73b441d16380', '2EB8AA08-AA98-11EA-B4AA-73B441D16380'],
    bad: [
      '2eb8aa08-aa98-11ea-b4aa-73b441d1638',
      '2eb8aa08aa9811eab4aa73b441d16380',
      '2eb8aa08-aa98-11ea-b4aa-73b441d1638g',
      '',
    ],
  },
  'date-time': {
    good: [
      '1963-06-19T08:30:06.283185Z',
      '1937-01-01T12:00:27.87+00:20',
      '1990-12-31T15:59:60.123-08:00',
      '1963-06-19t08:30:06z',
    ],
    bad: [
      '1998-12-31T23:59:61Z',
      '1998-12-31T23:58:60Z',
      '1990-02-31T15:59:59.123-08:00',
      '1990-12-31T15:59:59-24:00',
      '06/19/1963 08:30:06 PST',
      '2013-350T01:01:01',
      '1963-06-1৪T00:00:00Z',
      '1963-06-19T08:30:06.Z',
    ],
  },
  date: {
    good: ['1963-06-19', '2020-02-29', '0000-01-01'],
    bad: ['2021-02-29', '1900-02-29', '1998-13-01', '1998-04-31', '98-01-01', '1998-1-20', '06/19/1963'],
  },
  time: {
    good: ['08:30:06Z', '08:30:06.283185Z', '23:59:60Z', '15:59:60-08:00', '08:30:06+00:20'],
    bad: ['08:30:06', '24:00:00Z', '22:59:60Z', '12:00:00+24:00', '08:30 Z', '8:30:06Z'],
  },
  duration: {
    good: ['P4DT12H30M5S'.replace('P4D', 'P1Y2M4D'), 'PT0S', 'P4Y', 'PT1M', 'P2W', 'P1YT1S', 'PT36H'],
    bad: ['PT1D', 'P', 'P1YT', 'PT', 'P2D1Y', 'P2S', 'P1D2H', 'P1Y2W', '4DT12H', 'P1', 'PT1H1S'],
  },
  email: {
    good: [
      'joe.bloggs@example.com',
      'te~st@example.com',
      '"joe bloggs"@example.com',
      'joe@[127.0.0.1]',
      'joe@[IPv6:::1]',
    ],
    bad: [
      '2962',
      '.test@example.com',
      'te..st@example.com',
      'test.@example.com',
      'joe@',
      '@x',
      'joe bloggs@example.com',
      'joe@[127.0.0.300]',
      'joe@a=b',
    ],
  },
  hostname: {
    good: ['www.example.com', 'a', 'xn--4gbwdl.xn--wgbh1c', '1host', `${'a'.repeat(63)}.com`],
    bad: ['-a.com', 'a-.com', 'a_b', '', 'a..b', `${'a'.repeat(64)}.com`, 'é.com', `${'a.'.repeat(127)}com`],
  },
  ipv4: {
    good: ['192.168.0.1', '0.0.0.0', '255.255.255.255'],
    bad: ['127.0.0.0.1', '256.1.1.1', '1.2.3', '087.10.0.1', '0x7f.0.0.1', '১.1.1.1', ''],
  },
  ipv6: {
    good: [
      '::1',
      '::',
      '::abef',
      '1:2:3:4:5:6:7::',
      '::42:ff:1',
      'd6::',
      '1:d6::42',
      '1:2:3:4:5:6:1.2.3.4',
      '::ffff:192.168.0.1',
    ],
    bad: [
      '12345::',
      '::abcef1',
      '1:1:1:1:1:1:1:1:1',
      ':2:3:4:5:6:7:8',
      '1::d6::42',
      '1:2:3:4:5:6:7:8:',
      '1:2',
      '::1%eth0',
      '1:2:3:4:1.2.3',
      '::1.2.3.4:1',
      '',
      ':',
      '1:2:3:4:5:6:7:1.2.3.4',
    ],
  },
  uri: {
    good: [
      'http://foo.bar/?baz=qux#quux',
      'http://foo.bar/?q=Test%20URL',
      'ldap://[2001:db8::7]/c=GB?objectClass?one',
      'mailto:John.Doe@example.com',
      'urn:oasis:names:spec',
      'tel:+1-816-555-1212',
      "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com",
      'file:///a',
    ],
    bad: [
      '//foo.bar/?baz=qux#quux',
      '/abc',
      'abc',
      'http:// shouldfail.com',
      ':// should fail',
      'bar,baz:foo',
      'https://[@example.org/test.txt',
      'https://example.org/foobar\\.txt',
      'http://a/%2',
      'http://a/#b#c',
      'http://a:b/',
    ],
  },
  'uri-reference': {
    good: ['http://foo.bar/', '//foo.bar', '/abc', 'abc', '#frag', '', '?a=b', './a:b'],
    bad: ['\\\\WINDOWS\\fileshare', '#frag\\ment', 'a b', '1:b'],
  },
  'json-pointer': {
    good: ['', '/foo', '/foo/0', '/', '/a~1b', '/m~0n', '/ ', '/é'],
    bad: ['foo', '/foo~', '/~2', '#', '#/a', '0/1'],
  },
  regex: { good: ['([abc])+\\s+$', '\\p{L}'], bad: ['^(abc]', '\\a', '\\Z'] },
};

describe('formats', () => {
  for (const [format, { good, bad }] of Object.entries(samples)) {
    it(`${format} takes what its specification takes, and nothing else`, () => {
      for (const text of good) expect(matchesFormat(format, text), text).toBe(true);
      for (const text of bad) expect(matchesFormat(format, text), text).toBe(false);
    });
  }

  it('says so where a format is not one that is asserted', () => {
    expect(matchesFormat('telephone', 'x')).toBeUndefined();
    expect(matchesFormat('constructor', 'x')).toBeUndefined();
  });

  it('takes linear time for long texts that almost match', () => {
    const long = 40_000;
    const texts = [
      '1.'.repeat(long),
      'a.'.repeat(long),
      ':'.repeat(long),
      '/~0'.repeat(long) + '~',
      'x:' + '%41'.repeat(long) + '%',
      `"${'a'.repeat(long)}`,
    ];
    const start = performance.now();
    for (const format of Object.keys(samples))
      if (format !== 'regex') for (const text of texts) matchesFormat(format, text);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('RFC 3339', () => {
  const range = {
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  };

  it('counts days as Date does', () => {
    fc.assert(
      fc.property(fc.date(range), (date) => {
        const days = daysOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
        expect(days).toBe(Math.floor(date.getTime() / 86_400_000));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('reads what it writes, to the nanosecond', () => {
    fc.assert(
      fc.property(fc.date(range), fc.nat(999_999_999), (date, nanos) => {
        const instant = { seconds: Math.floor(date.getTime() / 1000), nanos };
        expect(parseInstant(formatInstant(instant))).toEqual(instant);
        expect(parseInstant(formatInstant(instant, 9, true), true)).toEqual(instant);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });
});
