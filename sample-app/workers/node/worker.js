// A complete Multifrost worker: serves functions to a parent in another language.
//
// A parent starts the program and names its port in COMLINK_ZMQ_PORT; or the program runs by itself,
// as a service that parents find by its id (--service-id ID). Copy this file, registry.js and
// package.json, and call `new Worker(functions).run()` as math_worker.js does.
//
// Functions may be async; then several run at once. One that computes for long keeps everything
// else waiting, heartbeats too: give such work to a worker thread.
import { parseArgs } from 'node:util';
import { Packr } from 'msgpackr';
import { Router } from 'zeromq';
import { register, unregister } from './registry.js';

const APPS = ['comlink_ipc_v3', 'comlink_ipc_v4']; // protocols 3 and 4: alike but for this name
const NAMESPACES = ['default']; // calls to other namespaces are meant for other workers
const MAX_CALLS = 10_000; // accepted and not answered yet; further calls are refused
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const CONNECT_MILLIS = 3000; // for the first connection to the parent, which listens already
const RECONNECT_MILLIS = 1000; // for the connection to come back before the parent counts as gone

// Integers beyond 2^53 become BigInt, which is exact; copies, since messages share their memory.
const msgpack = new Packr({
  useRecords: false, int64AsType: 'auto', encodeUndefinedAsNil: true, copyBuffers: true });

export class Worker {
  #functions;
  #router = new Router({
    sendHighWaterMark: 0, receiveHighWaterMark: 0, // a ROUTER silently drops what is over its mark
    linger: 2000, // milliseconds for the last replies to leave
    maxMessageSize: MAX_MESSAGE_BYTES });
  #sent = Promise.resolve(); // a socket sends one message at a time
  #owed = 0; // calls accepted and not answered yet
  #stopping = false;
  #close; // ends run()

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
    const spawned = 'COMLINK_ZMQ_PORT' in process.env || !serviceId;
    const closed = new Promise((resolve) => { this.#close = resolve; });
    process.on('SIGTERM', () => this.stop());
    // Ctrl+C in a terminal reaches the parent too, and it is the parent that decides.
    process.on('SIGINT', () => spawned || this.stop());
    if (spawned) {
      const port = parentPort();
      watchParent(this.#router);
      this.#router.connect(`tcp://127.0.0.1:${port}`);
    } else {
      // Bound first, so that whoever finds the service finds it listening
      await this.#router.bind('tcp://127.0.0.1:*');
      await register(serviceId, Number(this.#router.lastEndpoint.split(':').pop()));
    }
    this.#receiveAll();
    await closed;
    if (!spawned) {
      await unregister(serviceId);
    }
    await this.#sent;
    this.#router.close();
    process.exitCode = 0;
    setTimeout(() => process.exit(), 3000).unref(); // whatever the functions left running
  }

  /** Takes no further calls; run() returns when the accepted ones are answered. */
  stop() {
    this.#stopping = true;
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
        console.error(`Dropped a message: ${error}`);
      }
    }
  }

  #receive(identity, message) {
    if (!APPS.includes(message.app)) {
      return;
    }
    if (message.type === 'heartbeat') {
      const metadata = { ...message.metadata, hb_response: true };
      this.#send(identity, message, 'heartbeat', 'args' in message ? { metadata, args: message.args } : { metadata });
    } else if (message.type === 'shutdown') {
      this.stop();
    } else if (message.type === 'call' && NAMESPACES.includes(message.namespace ?? 'default')) {
      const refusal = this.#refusal(message);
      if (refusal) {
        this.#send(identity, message, 'error', { error: refusal });
      } else {
        this.#answer(identity, message);
      }
    }
  }

  /** Says why a call is not accepted, if it is not. */
  #refusal({ id, function: name, args }) {
    if (!id) {
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

  async #answer(identity, message) {
    this.#owed++;
    try {
      const result = await this.#functions.get(message.function)(...(message.args ?? []));
      this.#send(identity, message, 'response', { result: result ?? null });
    } catch (error) { // thrown by the function, or by msgpack, since the result has no form there
      const trace = error?.stack ?? '';
      this.#send(identity, message, 'error', { error: `${error?.name ?? 'Error'}: ${error?.message ?? error}\n${trace}` });
    }
    this.#owed--;
    this.#closeIfDone();
  }

  /** Sends a reply: with the id of its request, and in the protocol that its sender speaks. */
  #send(identity, { app, id }, type, fields) {
    const payload = msgpack.pack({ app, id: id ?? '', type, timestamp: Date.now() / 1000, ...fields });
    this.#sent = this.#sent
      .then(() => this.#router.send([identity, null, payload]))
      .catch((error) => console.error(`An answer was not sent: ${error}`));
  }
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
    process.exit(1);
  };
  router.events.on('connect', () => clearTimeout(timer));
  router.events.on('disconnect', () => goneAfter(RECONNECT_MILLIS));
  goneAfter(CONNECT_MILLIS);
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || gone(), 1000).unref();
}
