import { describe, expect, it } from 'vitest';
import { projectView } from '../../../generator/src/init/project-view.js';
import { render, templateNames } from '../../../generator/src/templates.js';

describe('templates', () => {
  it('print text unescaped, through encoders where a language needs one', () => {
    const text = render('init/package.json', { name: 'a "quoted" <name>', range: '^1.0.0' });
    expect(JSON.parse(text)).toMatchObject({ name: 'a "quoted" <name>', dependencies: { '@agentwire/runtime': '^1.0.0' } });
  });

  it('fail where the view lacks a member, instead of printing nothing', () => {
    expect(() => render('init/package.json', { name: 'x' })).toThrow('bug: a template gives its helper json nothing');
  });

  it('do not see what a view inherits', () => {
    const view = Object.create({ range: '^1.0.0' }) as Record<string, string>;
    view['name'] = 'x';
    expect(() => render('init/package.json', view)).toThrow('bug: ');
  });

  it('are all named by what they print', () => {
    expect(templateNames).toContain('init/schemas/protocol.yaml');
    expect(() => render('init/nothing', {})).toThrow('bug: there is no template init/nothing');
  });
});

describe('the name of a new project', () => {
  it.each([
    ['my-agents', 'my-agents'],
    ['My Agents!', 'my-agents'],
    ['..', 'agents'],
    ['.hidden', 'hidden'],
    ['\u{1f375}', 'agents'],
  ])('is made from the folder: %j gives %j', (folder, name) => {
    expect(projectView(folder).name).toBe(name);
  });
});
