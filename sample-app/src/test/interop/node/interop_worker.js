// The functions that the interop tests call, served by the sample's Node.js worker.
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from '../../../../workers/node/worker.js';

const HOLD_MILLIS = 20_000;
const latches = new Map();

function latch(key) {
  if (!latches.has(key)) {
    let open;
    const opened = new Promise((resolve) => { open = resolve; });
    latches.set(key, { open, opened });
  }
  return latches.get(key);
}

const functions = {
  echo: (value) => value,
  add: (a, b) => a + b,
  fail(message) {
    throw new RangeError(message);
  },
  nothing() {},
  slow: (millis) => sleep(millis, millis),
  async hold(key) {
    const timeout = new AbortController();
    const tooLate = sleep(HOLD_MILLIS, 'late', { signal: timeout.signal }).catch(() => 'given up');
    if (await Promise.race([latch(key).opened, tooLate]) === 'late') {
      throw new Error(`${key} was not released`);
    }
    timeout.abort();
    return key;
  },
  release(key) {
    latch(key).open();
    return key;
  },
  pid: () => process.pid,
};

await new Worker(functions).run();
