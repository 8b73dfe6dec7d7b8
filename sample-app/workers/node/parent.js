// A complete Multifrost parent: calls functions of a worker in another language, which it starts, or
// which runs by itself as a service. math_parent.js shows its use.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { Packr } from 'msgpackr';
import { Dealer } from 'zeromq';
import { connectClosed } from './curve.js';
import { find } from './registry.js';

const START_MILLIS = 10_000; // for the worker to answer the first heartbeat, or the service to be found
const STOP_MILLIS = 5000; // for the worker to finish what runs
const HEARTBEAT_MILLIS = 5000;
const MAX_MISSES = 3; // heartbeats without an answer in a row until the worker counts as gone
const LAST_ANSWERS_MILLIS = 100; // for answers that the worker sent just before its end

const msgpack = new Packr({
  useRecords: false, int64AsType: 'auto', encodeUndefinedAsNil: true, copyBuffers: true });

/** The function failed, is unknown, or refused its arguments; the worker is well. */
export class RemoteError extends Error {}

/** The worker has ended, or does not answer; a call that waited may have run in part. */
export class WorkerGone extends Error {}

/** No answer in time; the call may still run. */
export class CallTimeout extends Error {}

export class Parent {
  #app;
  #dealer = new Dealer({ sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 0 });
  #sent = Promise.resolve(); // a socket sends one message at a time
  #waiting = new Map(); // what to do with the answers to calls and heartbeats, by their id
  #process;
  #gone; // why no call is taken any more
  #beat;

  constructor(protocol) {
    this.#app = `comlink_ipc_v${protocol}`;
  }

  /** Starts a worker and waits until it answers. */
  static async spawn(command, args, { protocol = 3 } = {}) {
    const parent = new Parent(protocol);
    await parent.#dealer.bind('tcp://127.0.0.1:*');
    const port = parent.#dealer.lastEndpoint.split(':').pop();
    parent.#process = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, COMLINK_ZMQ_PORT: port, COMLINK_WORKER_MODE: '1' } });
    parent.#process.on('error', (error) => parent.#end(`The worker did not start: ${error.message}`));
    parent.#process.on('exit', (code, signal) => parent.#end(`The worker has ended with ${signal ?? `code ${code}`}`));
    return parent.#start();
  }

  /** Finds a service and waits until it answers. */
  static async connect(serviceId, { protocol = 3 } = {}) {
    const parent = new Parent(protocol);
    const { port, publicKey } = await find(serviceId, START_MILLIS);
    connectClosed(parent.#dealer, publicKey);
    parent.#dealer.connect(`tcp://127.0.0.1:${port}`);
    return parent.#start();
  }

  async #start() {
    this.#dealer.events.on('disconnect', () => this.#end('The connection to the worker has ended'));
    this.#receiveAll();
    for (const deadline = Date.now() + START_MILLIS; Date.now() < deadline && !this.#gone;) {
      try {
        await this.heartbeat(500);
        this.#watch();
        return this;
      } catch (error) {
        if (!(error instanceof CallTimeout)) {
          break;
        }
      } // it is still starting; what is sent now reaches it when it has connected
    }
    await this.close();
    throw new WorkerGone(this.#gone);
  }

  #watch() {
    let misses = 0;
    this.#beat = setInterval(() => {
      this.heartbeat(HEARTBEAT_MILLIS).then(() => { misses = 0; }, () => {
        misses++;
        if (misses === MAX_MISSES) {
          this.#end(`The worker did not answer ${misses} heartbeats`);
        }
      });
    }, HEARTBEAT_MILLIS).unref();
  }

  /** Calls a function. The timeout, in milliseconds, is told to the worker. */
  call(name, args = [], { namespace = 'default', timeout } = {}) {
    const deadline = timeout ? { metadata: { deadline: (Date.now() + timeout) / 1000 } } : {};
    return this.#ask('call', { function: name, args, namespace, ...deadline }, timeout);
  }

  /** Returns the milliseconds until a heartbeat was answered. */
  async heartbeat(timeout) {
    const began = performance.now();
    const metadata = await this.#ask('heartbeat', { metadata: { hb_timestamp: Date.now() / 1000 } }, timeout);
    if (!metadata?.hb_response) {
      throw new Error('The answer to a heartbeat lacks hb_response');
    }
    return performance.now() - began;
  }

  /** Ends a worker that this parent has started; a service runs on. Returns its exit code. */
  async close() {
    const code = await this.#stopProcess();
    this.#reject('The parent was closed');
    clearInterval(this.#beat);
    this.#dealer.close();
    return code;
  }

  async #stopProcess() {
    const child = this.#process;
    if (!child?.pid) {
      return undefined;
    }
    if (child.exitCode === null && child.signalCode === null) {
      this.#send('shutdown', {});
      const killers = ['SIGTERM', 'SIGKILL'].map((signal, i) =>
        setTimeout(() => child.kill(signal), STOP_MILLIS * (i + 1)));
      await once(child, 'exit');
      killers.forEach(clearTimeout);
    }
    return child.exitCode;
  }

  #ask(type, fields, timeout) {
    return new Promise((resolve, reject) => {
      if (this.#gone) {
        throw new WorkerGone(this.#gone);
      }
      const id = this.#send(type, fields);
      const timer = timeout && setTimeout(() => {
        this.#waiting.delete(id);
        reject(new CallTimeout(`No answer within ${timeout} ms`));
      }, timeout);
      this.#waiting.set(id, (error, result) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        error ? reject(error) : resolve(result);
      });
    });
  }

  #send(type, fields) {
    const id = randomUUID();
    const payload = msgpack.pack({ app: this.#app, id, type, timestamp: Date.now() / 1000, ...fields });
    this.#sent = this.#sent
      .then(() => this.#dealer.send([null, payload]))
      .catch((error) => this.#waiting.get(id)?.(error));
    return id;
  }

  async #receiveAll() {
    for await (const [, payload] of this.#dealer) {
      try {
        this.#receive(msgpack.unpack(payload));
      } catch (error) { // what comes from outside must not end this program
        console.error(`Dropped a message: ${error}`);
      }
    }
  }

  #receive({ id, type, result, error, metadata, output }) {
    const answer = this.#waiting.get(id);
    if (type === 'stdout' || type === 'stderr') {
      console.error(output);
    } else if (type === 'response') {
      answer?.(null, result ?? null);
    } else if (type === 'error') {
      answer?.(new RemoteError(error));
    } else if (type === 'heartbeat') {
      answer?.(null, metadata);
    }
  }

  #end(reason) {
    setTimeout(() => this.#reject(reason), LAST_ANSWERS_MILLIS);
  }

  #reject(reason) {
    this.#gone ??= reason;
    for (const answer of [...this.#waiting.values()]) {
      answer(new WorkerGone(this.#gone));
    }
  }
}
