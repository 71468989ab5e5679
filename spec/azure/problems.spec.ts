import { expect } from 'chai';
import { loadFunctionApp } from '../../lib/azure/load-function-app.js';
import type { Problem } from '../../lib/errors/problem.js';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { rejectionOf } from '../support/rejection-of.js';
import { AppFolder, functionJson, type AppFiles } from './support/app-folder.js';

const script = 'module.exports = async () => undefined;';
const settings = { redisLocalhost: '127.0.0.1:1' };
const list = { type: 'redisListTrigger', connection: 'redisLocalhost', key: 'k' };

async function problemsOf(files: AppFiles): Promise<readonly Problem[]> {
  using app = new AppFolder(files);
  const error = await rejectionOf(loadFunctionApp(app.folder, { settings }));
  expect(error).to.be.instanceOf(RedisTriggersError);
  return error.problems;
}

describe('the problems of a function app', () => {
  it('are reported all at once, each with its file, what is wrong and what to do', async () => {
    const problems = await problemsOf({
      'host.json': '{\n  "version": "3.0"\n}',
      'local.settings.json': '{ "Values": { \n"a": }',
      'Broken/function.json': '{\n  "bindings": [\n    { "type": "redisListTrigger" "key": 1 }\n  ]\n}',
      'Direction/function.json': functionJson({ ...list, direction: 'sideways' }),
      'Direction/index.js': script,
      'Empty/function.json': functionJson(list),
      'Empty/index.js': '',
      'Http/function.json': functionJson({ type: 'httpTrigger', authLevel: 'anonymous' }),
      'Http/index.js': script,
      'Missing/function.json': functionJson(list, { scriptFile: 'gone.js' }),
      'Nothing/function.json': functionJson(list),
      'Options/function.json': functionJson({
        ...list,
        connection: 'nowhere',
        key: '%missing%',
        count: 'many',
      }),
      'Options/index.js': script,
      'Same/function.json': functionJson(list),
      'Same/index.js': script,
      'Throws/function.json': functionJson(list),
      'Throws/index.js': 'throw new TypeError("not today");',
      'Two/function.json': {
        bindings: [
          { ...list, name: 'a' },
          { ...list, type: 'redisStreamTrigger', name: 'b' },
        ],
      },
      'Two/index.js': script,
      'same/function.json': functionJson(list),
      'same/index.js': script,
    });
    const texts = problems.map(({ place, what, code }) => `${place}: ${what} [${code}]`);
    for (const expected of [
      /^host\.json: "version" is "3\.0", and must be "2\.0" \[FUNCTION_APP_INVALID\]$/,
      /^local\.settings\.json: the file is not valid JSON from line 2, column 6 on \[SETTINGS_FILE_INVALID\]$/,
      /^Broken\/function\.json:3:34: the file is not valid JSON \[FUNCTION_JSON_INVALID\]$/,
      /^Direction\/function\.json: the binding "entry" has the direction "sideways", which is unknown \[FUNCTION_JSON_INVALID\]$/,
      /^Empty\/function\.json: the script .*Empty\/index\.js: it exports nothing \[FUNCTION_SCRIPT_INVALID\]$/,
      /^Http\/function\.json: the binding "entry" is a httpTrigger, .* \[BINDING_UNSUPPORTED\]$/,
      /^Missing\/function\.json: the script gone\.js does not exist \[FUNCTION_SCRIPT_INVALID\]$/,
      /^Nothing\/function\.json: the function has no script \[FUNCTION_SCRIPT_INVALID\]$/,
      /^Options\/function\.json: the connection "nowhere" is neither .* \[CONNECTION_UNRESOLVED\]$/,
      /^Options\/function\.json: the placeholder %missing% .* \[PLACEHOLDER_UNRESOLVED\]$/,
      /^Options\/function\.json: the option "count" must be a whole number .* \[OPTION_INVALID\]$/,
      /^Throws\/function\.json: the script .*: it cannot be loaded: not today \[FUNCTION_SCRIPT_INVALID\]$/,
      /^Two\/function\.json: the function has 2 triggers, redisListTrigger and redisStreamTrigger \[FUNCTION_JSON_INVALID\]$/,
      /^same\/function\.json: two folders have one name, Same and same: .* \[FUNCTION_JSON_INVALID\]$/,
    ])
      expect(
        texts.filter((text) => expected.test(text)),
        `${expected}\n${texts.join('\n')}`,
      ).to.have.length(1);
    expect(problems).to.have.length(14);
    for (const { what, remedy } of problems) {
      expect(what).to.not.match(/[.!]$/);
      if (remedy !== undefined) expect(remedy).to.match(/\w/);
    }
  });

  const wrong: [string, object | string, RegExp][] = [
    ['no bindings', {}, /"bindings" is not an array/],
    [
      'no trigger',
      { bindings: [{ type: 'redis', name: 'a', connection: 'redisLocalhost', command: 'GET a' }] },
      /none of the bindings is a trigger/,
    ],
    ['a binding without a type', { bindings: [{ name: 'a' }] }, /binding 1 has no "type"/],
    ['a binding without a name', { bindings: [{ ...list }] }, /binding 1 has no "name"/],
    [
      'a name that is none',
      functionJson({ ...list, name: 'a-b' }),
      /the binding "a-b" has a name that no parameter can have/,
    ],
    [
      'an input that is returned',
      functionJson({ ...list, name: '$return' }),
      /the binding "\$return" has the direction "in"/,
    ],
    [
      'a name twice',
      {
        bindings: [
          { ...list, name: 'a' },
          { type: 'redis', name: 'A', direction: 'in', connection: 'redisLocalhost', command: 'GET a' },
        ],
      },
      /two bindings have the name "a"/,
    ],
    ['inout', functionJson({ ...list, direction: 'inout' }), /has the direction "inout"/],
    [
      'a trigger that is sent',
      functionJson({ ...list, direction: 'out' }),
      /the trigger has the direction "out"/,
    ],
    ['streams of bytes', functionJson({ ...list, dataType: 'stream' }), /has the dataType "stream"/],
    ['an array', '[]', /the file does not hold a JSON object/],
    [
      'a wrong retry',
      functionJson(list, { retry: { strategy: 'fixedDelay', maxRetryCount: 1 } }),
      /"retry" is no retry policy/,
    ],
    [
      'TypeScript',
      functionJson(list, { scriptFile: 'index.ts' }),
      /the script index\.ts is neither JavaScript nor Python/,
    ],
    [
      'an entry point that is not there',
      functionJson(list, { entryPoint: 'other' }),
      /it exports nothing called "other"/,
    ],
  ];
  for (const [what, content, expected] of wrong) {
    it(`names ${what}`, async () => {
      const files = { 'F/function.json': content, 'F/index.js': 'exports.f = () => 1;', 'F/index.ts': '' };
      const problems = await problemsOf(files);
      expect(problems.map((each) => each.what).join('\n')).to.match(expected);
    });
  }

  it('are one for a folder that is no app, and for a program instead of functions', async () => {
    const error = await rejectionOf(loadFunctionApp('/nowhere/at/all'));
    expect(error).to.have.property('code', 'FUNCTION_APP_INVALID');
    const [problem] = await problemsOf({
      'host.json': { version: '2.0', customHandler: { description: {} } },
    });
    expect(problem?.what).to.match(/^"customHandler" has the functions handled by a program/);
  });
});
