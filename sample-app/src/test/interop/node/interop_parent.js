// Runs the interop cases against a Java worker, with the sample's Node.js parent.
//
//     interop_parent.js CASES PROTOCOL spawn COMMAND...
//     interop_parent.js CASES PROTOCOL connect SERVICE_ID
//
// Prints a JSON line for each case: case, passed, detail.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { Packr } from 'msgpackr';
import { CallTimeout, Parent, RemoteError, WorkerGone } from '../../../../workers/node/parent.js';

const LANGUAGE = 'node';
const MILLIS = 20_000;

const [file, protocol, mode, ...target] = process.argv.slice(2);
const msgpack = new Packr({ useRecords: false, int64AsType: 'auto', copyBuffers: true });

let worker = await start();

function start() {
  return mode === 'spawn' ? Parent.spawn(target[0], target.slice(1), { protocol }) : Parent.connect(target[0], { protocol });
}

function call(name, args = [], options = {}) {
  return worker.call(name, args, { timeout: MILLIS, ...options });
}

async function report(name, run) {
  let detail = '';
  try {
    await run();
  } catch (error) {
    detail = `${error.name}: ${error.message}`.slice(0, 1000);
  }
  process.stdout.write(`${JSON.stringify({ case: name, passed: detail === '', detail })}\n`);
}

async function value({ name, hex, instead = {} }) {
  const { [LANGUAGE]: own, java } = instead;
  if (own ? own.refuses : java?.refuses === 'both') {
    await assert.rejects(async () => call('record', [name, decode(hex)]));
    return;
  }
  const result = await call('record', [name, decode(hex)]);
  const expected = decode((own ?? java)?.hex ?? hex);
  assert.ok(same(result, expected), `expected ${show(expected)} but got ${show(result)}`);
}

function decode(notation) {
  return msgpack.unpack(Buffer.concat(notation.split(' ').map((group) => {
    const [hex, times = '1'] = group.split('*');
    return Buffer.alloc((hex.length / 2) * Number(times), hex, 'hex');
  })));
}

function same(a, b) {
  if (typeof a !== typeof b) { // JavaScript has two kinds of integers, which mean the same here
    return [typeof a, typeof b].sort().join() === 'bigint,number' && BigInt(a) === BigInt(b);
  }
  if (a === null || b === null || typeof a !== 'object') {
    return Object.is(a, b);
  }
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) {
    return false;
  }
  if (Buffer.isBuffer(a)) {
    return a.equals(b);
  }
  if (a instanceof Date) {
    return a.getTime() === b.getTime();
  }
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function show(any) {
  return JSON.stringify(any, (_, part) => (typeof part === 'bigint' ? `${part}n` : part))?.slice(0, 200);
}

async function rejects(text, promise) {
  await assert.rejects(promise, (error) => error instanceof RemoteError && error.message.includes(text));
}

async function isPending(promises) {
  const states = await Promise.all(promises.map((each) => Promise.race([each, 'pending'])));
  return states.every((state) => state === 'pending');
}

function hold(prefix, count) {
  const keys = Array.from({ length: count }, (_, i) => `${prefix} ${i}`);
  return { keys, held: keys.map((key) => call('hold', [key])) };
}

const behaviours = {
  'error': () => rejects('on purpose é', call('fail', ['on purpose é'])),
  'unknown function': () => rejects("Function 'missing' not found", call('missing')),
  'private function': () => rejects("Cannot call private method '_private'", call('_private')),
  async 'namespace'() {
    await assert.rejects(call('echo', [1], { namespace: 'other', timeout: 300 }), CallTimeout);
    assert.equal(await call('add', [1, 2]), 3);
  },
  async 'list of functions'() {
    const names = await call('list_functions');
    assert.ok(names.includes('echo') && names.includes('add') && !names.some((name) => name.startsWith('_')), `${names}`);
  },
  async 'no result'() {
    assert.equal(await call('nothing'), null);
  },
  async 'several at once'() {
    const { keys, held } = hold('several', 8);
    assert.equal(await call('add', [1, 2]), 3);
    assert.ok(await isPending(held), 'answered before they were released');
    await Promise.all(keys.map((key) => call('release', [key])));
    assert.deepEqual(await Promise.all(held), keys);
  },
  async 'out of order'() {
    const { keys, held } = hold('order', 3);
    while (held.length > 0) {
      const key = keys.pop();
      await call('release', [key]);
      assert.equal(await held.pop(), key);
      assert.ok(await isPending(held), `not only ${key} was answered`);
    }
  },
  async '64 in flight'() {
    const numbers = Array.from({ length: 64 }, (_, i) => i);
    assert.deepEqual(await Promise.all(numbers.map((i) => call('add', [i, i]))), numbers.map((i) => 2 * i));
  },
  async 'heartbeats'() {
    const held = call('hold', ['beat']);
    for (let i = 0; i < 3; i++) {
      assert.ok(await worker.heartbeat(MILLIS) > 0);
    }
    assert.ok(await isPending([held]));
    await call('release', ['beat']);
    assert.equal(await held, 'beat');
  },
  async 'stop'() {
    const last = mode === 'spawn' ? call('slow', [200]) : null;
    const code = await worker.close();
    if (mode === 'spawn') {
      assert.equal(await last, 200);
      assert.equal(code, 0);
    }
    worker = await start();
    assert.equal(await call('add', [1, 2]), 3);
  },
  async 'death'() {
    const held = worker.call('hold', ['death']);
    process.kill(await call('pid'), 'SIGKILL');
    let timer;
    const tooLate = new Promise((resolve) => { timer = setTimeout(resolve, 10_000, 'no error within 10 s'); });
    await assert.rejects(Promise.race([held, tooLate]), WorkerGone);
    clearTimeout(timer);
  },
};

const cases = JSON.parse(fs.readFileSync(file, 'utf8'));
for (const each of cases.values) {
  await report(each.name, () => value(each));
}
for (const name of cases.behaviours) {
  await report(name, behaviours[name]);
}
await worker.close();
