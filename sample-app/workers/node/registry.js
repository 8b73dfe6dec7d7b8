// The file in which parents of all languages find services by their ids.
//
// Its lock is the one that the other Node.js implementation takes, and Java services respect.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import lockfile from 'proper-lockfile';

const LOCK = { stale: 10_000, retries: { retries: 100, minTimeout: 100, maxTimeout: 100 } };

const folder = process.env.MULTIFROST_HOME?.trim() || path.join(os.homedir(), '.multifrost');
const file = path.join(folder, 'services.json');

export async function register(serviceId, port) {
  await change((services) => {
    const pid = services[serviceId]?.pid;
    if (pid && isAlive(pid)) {
      throw new Error(`Service '${serviceId}' runs already, as process ${pid}`);
    }
    services[serviceId] = { port, pid: process.pid, started: new Date().toISOString() };
  });
}

export async function unregister(serviceId) {
  await change((services) => {
    if (services[serviceId]?.pid === process.pid) {
      delete services[serviceId];
    }
  });
}

/** Waits for a service to be registered by a process that lives, and returns its port. */
export async function findPort(serviceId, millis) {
  for (const deadline = Date.now() + millis; Date.now() < deadline;) {
    const service = (await read())[serviceId];
    if (service && isAlive(service.pid)) {
      return service.port;
    }
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`No living process has registered the service '${serviceId}' in ${file}`);
}

async function change(edit) {
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(file, '{}', { flag: 'wx' }).catch(ignore('EEXIST')); // the lock needs a file
  const release = await lockfile.lock(file, LOCK);
  try {
    const services = await read();
    edit(services);
    const aside = `${file}.${process.pid}`;
    await fs.writeFile(aside, JSON.stringify(services, null, 2));
    await fs.rename(aside, file); // others read without a lock: they never see half of it
  } finally {
    await release();
  }
}

async function read() {
  const text = await fs.readFile(file, 'utf8').catch(ignore('ENOENT'));
  return text ? JSON.parse(text) : {};
}

function ignore(code) {
  return (error) => {
    if (error.code !== code) {
      throw error;
    }
  };
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM'; // it is another user's
  }
}
