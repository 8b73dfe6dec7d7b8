// A complete Multifrost worker: serves functions to a parent in another language.
//
// A parent starts the program and names its port in COMLINK_ZMQ_PORT; or the program runs by itself,
// as a service that parents find by its id (--service-id ID). Copy this file, registry.js, curve.js and
// package.json, and call `new Worker(functions).run()` as math_worker.js does.
//
// Functions may be async; then several run at once. What a generator yields, async or not, is sent one
// by one as its reader asks for more; its `finally` runs when the reader wants no more. One that computes for long keeps everything
// else waiting, heartbeats too: give such work to a worker thread.
import { inspect, parseArgs } from 'node:util';
import { Packr } from 'msgpackr';
import { Router } from 'zeromq';
import { closeToStrangers } from './curve.js';
import { register, unregister } from './registry.js';

const APPS = ['comlink_ipc_v3', 'comlink_ipc_v4']; // protocols 3 and 4: alike but for this name
const NAMESPACES = ['default']; // calls to other namespaces are meant for other workers
const MAX_CALLS = 10_000; // accepted and not answered yet; further calls are refused
const MAX_ITEMS = 1_000_000; // of a generator for a parent that reads its result as a whole
const MAX_TEXT = 64 * 1024; // characters of an error's message, and of its trace
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const CONNECT_MILLIS = 3000; // for the first connection to the parent, which listens already
const RECONNECT_MILLIS = 1000; // for the connection to come back before the parent counts as gone
const MAX_TIMER_MILLIS = 2 ** 31; // what timers of Node.js take
const DRAIN_MILLIS = 30_000; // after SIGTERM, for the parent to finish its own work and say shutdown

// Integers beyond 2^53 become BigInt, which is exact; copies, since messages share their memory.
const msgpack = new Packr({
  useRecords: false, int64AsType: 'auto', encodeUndefinedAsNil: true, copyBuffers: true });

let draining = false; // SIGTERM has come

export class Worker {
  #functions;
  #router = new Router({
    sendHighWaterMark: 0, receiveHighWaterMark: 0, // a ROUTER silently drops what is over its mark
    linger: 2000, // milliseconds for the last replies to leave
    backlog: 1000, // with ZeroMQ's 100, a crowd waits for TCP to try again
    maxMessageSize: MAX_MESSAGE_BYTES });
  #sent = Promise.resolve(); // a socket sends one message at a time
  #waiting = new Map(); // calls that have not begun, by the peer and id that they came with
  #streams = new Map(); // what generators yield, by the peer and id of their calls
  #owed = 0; // calls accepted and not answered yet
  #stopping = false;
  #stop; // told that no further calls are taken
  #close; // told that none is owed either, which ends run()
  #spawned = true;
  #about = {}; // for parents: what this worker knows, and that it is their own that answers

  constructor(functions) {
    this.#functions = new Map(Object.entries(functions));
    const names = Object.keys(functions).filter((name) => !name.startsWith('_')).sort();
    this.#functions.set('list_functions', () => names);
    this.#functions.set('listFunctions', this.#functions.get('list_functions'));
  }

  /** Serves until it is told to stop: the parent that started this process, else a service. */
  async run() {
    const { values } = parseArgs({ options: { 'service-id': { type: 'string' } }, strict: false });
    const serviceId = values['service-id'];
    this.#spawned = 'COMLINK_ZMQ_PORT' in process.env || !serviceId;
    const secret = process.env.MULTIFROST_SECRET;
    delete process.env.MULTIFROST_SECRET; // not for what functions start
    const stopped = new Promise((resolve) => { this.#stop = resolve; });
    const closed = new Promise((resolve) => { this.#close = resolve; });
    // A promise that nobody waits for is not worth the calls that run
    process.on('unhandledRejection', (reason) => console.error(`Unhandled rejection: ${text(describe(reason))}`));
    if (this.#spawned) {
      const port = parentPort();
      // A service would keep streams for ever whose parents have gone: it does not notice that
      this.#about = { features: ['stream'], ...(secret && { secret }) };
      process.on('SIGTERM', drain);
      // Ctrl+C or the end of a terminal reaches the parent too, and it is the parent that decides.
      process.on('SIGINT', () => {});
      process.on('SIGHUP', () => {});
      watchParent(this.#router);
      this.#router.connect(`tcp://127.0.0.1:${port}`);
    } else {
      process.on('SIGTERM', () => this.stop());
      process.on('SIGINT', () => this.stop());
      const publicKey = await closeToStrangers(this.#router);
      // Bound first, so that whoever finds the service finds it listening
      await this.#router.bind('tcp://127.0.0.1:*');
      await register(serviceId, Number(this.#router.lastEndpoint.split(':').pop()), publicKey);
    }
    this.#receiveAll();
    await stopped;
    if (!this.#spawned) {
      await unregister(serviceId);
    }
    await closed;
    await this.#sent;
    this.#router.close();
    process.exitCode = 0;
    setTimeout(() => process.exit(), 3000).unref(); // whatever the functions left running
  }

  /** Takes no further calls; run() returns when the accepted ones are answered. */
  stop() {
    this.#stopping = true;
    this.#stop();
    this.#closeIfDone();
  }

  #closeIfDone() {
    if (this.#stopping && this.#owed === 0) {
      this.#close();
    }
  }

  async #receiveAll() {
    for await (const [identity, , payload] of this.#router) {
      try {
        this.#receive(identity, msgpack.unpack(payload));
      } catch (error) { // what comes from outside must not end the worker
        console.error(`Cannot read a message: ${error}`);
        const message = readable(payload);
        if (APPS.includes(message.app) && message.type === 'call' && typeof message.id === 'string') {
          this.#send(identity, message, 'error', { error: shorten(`The arguments cannot be read: ${error}`) });
        }
      }
    }
  }

  #receive(identity, message) {
    if (!APPS.includes(message.app)) {
      return;
    }
    if (message.type === 'heartbeat') {
      const metadata = { ...message.metadata, hb_response: true, ...this.#about };
      this.#send(identity, message, 'heartbeat', 'args' in message ? { metadata, args: message.args } : { metadata });
    } else if (message.type === 'shutdown') {
      if (this.#spawned) { // a service has other parents
        this.stop();
      }
    } else if (message.type === 'cancel') {
      if (this.#waiting.delete(key(identity, message))) {
        this.#owed--;
        this.#closeIfDone();
      }
      this.#streams.get(key(identity, message))?.end();
    } else if (message.type === 'credit') {
      this.#streams.get(key(identity, message))?.grant(message.count);
    } else if (message.type === 'call' && NAMESPACES.includes(message.namespace ?? 'default')) {
      const refusal = this.#refusal(message);
      if (refusal) {
        this.#send(identity, message, 'error', { error: shorten(refusal) });
      } else {
        this.#owed++;
        this.#waiting.set(key(identity, message), { identity, message });
        if (this.#waiting.size === 1) {
          setImmediate(() => this.#begin());
        }
      }
    }
  }

  /** Says why a call is not accepted, if it is not. */
  #refusal({ id, function: name, args }) {
    if (!id || typeof id !== 'string') {
      return "Message missing 'id' field";
    }
    if (!name || typeof name !== 'string') {
      return "Message missing 'function' field";
    }
    if (name.startsWith('_')) {
      return `Cannot call private method '${name}'`;
    }
    if (!this.#functions.has(name)) {
      return `Function '${name}' not found`;
    }
    if (!Array.isArray(args ?? [])) {
      return "Field 'args' must be an array";
    }
    if (this.#stopping) {
      return 'Worker is stopping';
    }
    return this.#owed >= MAX_CALLS ? `Worker is busy with ${this.#owed} calls` : null;
  }

  /** Begins one call in each turn of the event loop, so that heartbeats and cancels are read between. */
  #begin() {
    const [[first, { identity, message }]] = this.#waiting;
    this.#waiting.delete(first);
    if (this.#waiting.size > 0) {
      setImmediate(() => this.#begin());
    }
    this.#answer(identity, message);
  }

  async #answer(identity, message) {
    const late = Date.now() / 1000 - deadline(message);
    try {
      if (late > 0) {
        this.#fail(identity, message, { type: 'DeadlineExceeded', trace: '',
          message: `the deadline of the call had passed ${late.toFixed(3)} s before its turn came` });
      } else {
        const result = await this.#functions.get(message.function)(...(message.args ?? []));
        if (isGenerator(result) && message.metadata?.stream) {
          await this.#stream(identity, message, result);
        } else {
          const whole = isGenerator(result) ? await collect(result) : result;
          checkKeys(whole);
          this.#send(identity, message, 'response', { result: whole ?? null });
        }
      }
    } catch (error) { // thrown by the function, or by msgpack, since the result has no form there
      this.#fail(identity, message, describe(error));
    }
    this.#owed--;
    this.#closeIfDone();
  }

  /** Sends what a generator yields, as far as the parent has asked for it. */
  async #stream(identity, message, items) {
    const stream = new Stream(message.metadata.stream.credit);
    this.#streams.set(key(identity, message), stream);
    const left = deadline(message) * 1000 - Date.now();
    const timer = left < MAX_TIMER_MILLIS ? setTimeout(() => stream.end(new DeadlineExceeded()), left) : undefined;
    try {
      for (let seq = 0; await stream.mayGoOn(); seq++) {
        const { value, done } = await items.next();
        if (stream.ended) {
          break;
        }
        if (done) {
          this.#send(identity, message, 'response', { result: null, seq });
          return;
        }
        checkKeys(value);
        this.#send(identity, message, 'item', { seq, result: value ?? null });
      }
      if (stream.failure) {
        throw stream.failure;
      }
    } finally {
      clearTimeout(timer);
      this.#streams.delete(key(identity, message));
      await items.return();
    }
  }

  /** Says it twice: in one text for all parents, in exact parts for those that know them. */
  #fail(identity, call, error) {
    this.#send(identity, call, 'error', { error: text(error), metadata: { error } });
  }

  /** Sends a reply: with the id of its request, and in the protocol that its sender speaks. */
  #send(identity, { app, id }, type, fields) {
    const payload = msgpack.pack({ app, id: id ?? '', type, timestamp: Date.now() / 1000, ...fields });
    this.#sent = this.#sent
      .then(() => this.#router.send([identity, null, payload]))
      .catch((error) => console.error(`An answer was not sent: ${error}`));
  }
}

/** What of one call may be sent by now. */
class Stream {
  ended = false;
  failure = null;
  #credit = 0;
  #wake = () => {};

  constructor(credit) {
    this.grant(credit);
    if (this.#credit === 0) {
      throw new TypeError("Field 'stream' of the metadata needs the number of items as 'credit'");
    }
  }

  grant(count) {
    if (Number.isSafeInteger(count) && count > 0) {
      this.#credit += count;
      this.#wake();
    }
  }

  end(failure = null) {
    this.ended = true;
    this.failure ??= failure;
    this.#wake();
  }

  /** Waits for credit, and takes it; false if nothing more is to be sent. */
  async mayGoOn() {
    while (this.#credit === 0 && !this.ended) {
      await new Promise((resolve) => { this.#wake = resolve; });
    }
    this.#credit--;
    return !this.ended;
  }
}

class DeadlineExceeded extends Error {
  name = 'DeadlineExceeded';
  message = 'the deadline of the call has passed before its stream ended';
}

function isGenerator(value) {
  return typeof value?.next === 'function' && typeof value.return === 'function';
}

async function collect(items) {
  const all = [];
  for await (const item of items) {
    if (all.push(item) > MAX_ITEMS) {
      throw new RangeError(`More than ${MAX_ITEMS} items for a parent that reads them as a whole`);
    }
  }
  return all;
}

/** The fields before the one that cannot be read, by which a call can be refused. */
function readable(payload) {
  const values = [];
  try { // without its header, a map of up to 15 entries is its keys and values in turn
    msgpack.unpackMultiple(payload.subarray(1), (value) => { values.push(value); });
  } catch {} // which is why it is read again
  return Object.fromEntries(values.flatMap((value, i) => (i % 2 ? [[values[i - 1], value]] : [])));
}

function key(identity, { id }) {
  return `${identity.toString('hex')} ${id}`;
}

/** When nobody waits for a call any more, in seconds since 1970. */
function deadline({ metadata }) {
  const time = metadata?.deadline;
  return typeof time === 'number' && time > 0 && time <= 1e12 ? time : Infinity;
}

/** Type, message and trace of whatever was thrown, which may be of any type, or fail in its turn. */
function describe(error) {
  const part = (read) => {
    try {
      return shorten(read());
    } catch {
      return '(cannot be shown)';
    }
  };
  return {
    type: part(() => `${error?.name ?? 'Error'}`),
    message: part(() => {
      const message = error?.message ?? error;
      return typeof message === 'object' ? inspect(message) : String(message);
    }),
    trace: part(() => `${error?.stack ?? ''}`),
  };
}

function text({ type, message, trace }) {
  return `${type}: ${message}\n${trace}`;
}

function shorten(text) {
  const leftOut = text.length - MAX_TEXT;
  const short = leftOut > 0 ? `${text.slice(0, MAX_TEXT)}... (${leftOut} more characters)` : text;
  return Buffer.from(short).toString(); // without halves of characters
}

/** Refuses keys such as 1 and '1': to parents whose maps have strings as keys, they are one. */
function checkKeys(value) {
  if (value instanceof Map) {
    const keys = new Map();
    for (const each of value.keys()) {
      const text = String(each);
      if (keys.has(text)) {
        throw new TypeError(`A Map of the result has the keys ${inspect(keys.get(text))} and ${inspect(each)}, `
          + 'which are one to other languages');
      }
      keys.set(text, each);
    }
  }
  if (value !== null && typeof value === 'object' && !ArrayBuffer.isView(value)) {
    const isCollection = Array.isArray(value) || value instanceof Map || value instanceof Set;
    for (const each of isCollection ? value.values() : Object.values(value)) {
      checkKeys(each);
    }
  }
}

/** Ends this process some time after SIGTERM: its parent got it as well, and says shutdown when it is done. */
function drain() {
  draining = true;
  setTimeout(() => process.exit(0), DRAIN_MILLIS);
}

function parentPort() {
  const port = process.env.COMLINK_ZMQ_PORT ?? '';
  if (!/^\d{4,5}$/.test(port) || Number(port) < 1024 || Number(port) > 65535) {
    console.error(`COMLINK_ZMQ_PORT must be a port from 1024 to 65535, but is '${port}'. A parent sets it `
      + 'when it starts this worker; a service needs --service-id instead.');
    process.exit(1);
  }
  return port;
}

/** Ends this process when its parent has gone, which it knows by the connection and the process. */
function watchParent(router) {
  let timer;
  const goneAfter = (millis) => {
    clearTimeout(timer);
    timer = setTimeout(gone, millis);
    timer.unref();
  };
  const gone = () => {
    console.error('The parent has gone: this worker ends'); // nobody is left to answer
    process.exit(draining ? 0 : 1);
  };
  router.events.on('connect', () => clearTimeout(timer));
  router.events.on('disconnect', () => goneAfter(RECONNECT_MILLIS));
  goneAfter(CONNECT_MILLIS);
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || gone(), 1000).unref();
}
