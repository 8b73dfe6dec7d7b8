// The file in which parents of all languages find services by their ids.
//
// Its lock is the one that the other Node.js implementation takes, and Java services respect.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import lockfile from 'proper-lockfile';

const PUBLIC_KEY = 'multifrost-public-key'; // by which a service shows that it is the one
const LOCK = { stale: 10_000, retries: { retries: 100, minTimeout: 100, maxTimeout: 100 } };

export async function register(serviceId, port, publicKey) {
  await change((services) => {
    const pid = services[serviceId]?.pid;
    if (pid && isAlive(pid)) {
      throw new Error(`Service '${serviceId}' runs already, as process ${pid}`);
    }
    services[serviceId] = { port, pid: process.pid, started: new Date().toISOString(),
      ...(publicKey && { [PUBLIC_KEY]: publicKey }) };
  });
}

export async function unregister(serviceId) {
  await change((services) => {
    if (services[serviceId]?.pid === process.pid) {
      delete services[serviceId];
    }
  });
}

/** Waits for a service to be registered by a process that lives; returns its port, and its key if it has one. */
export async function find(serviceId, millis) {
  const file = await registryFile();
  for (const deadline = Date.now() + millis; Date.now() < deadline;) {
    const service = (await read(file))[serviceId];
    if (service && isAlive(service.pid)) {
      return { port: service.port, publicKey: service[PUBLIC_KEY] };
    }
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`No living process has registered the service '${serviceId}' in ${file}`);
}

async function change(edit) {
  const file = await registryFile();
  await fs.writeFile(file, '{}', { flag: 'wx' }).catch(ignore('EEXIST')); // the lock needs a file
  const release = await lockfile.lock(file, LOCK);
  try {
    const services = await read(file);
    edit(services);
    const aside = `${file}.${process.pid}`;
    await fs.writeFile(aside, JSON.stringify(services, null, 2));
    await fs.rename(aside, file); // others read without a lock: they never see half of it
  } finally {
    await release();
  }
}

/** Makes the folder of the user's registry where there is none, and returns the path of the file. */
async function registryFile() {
  const folder = process.env.MULTIFROST_HOME?.trim() || path.join(home(), '.multifrost');
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  const { mode, uid } = await fs.stat(folder);
  if (process.getuid && (mode & 0o022 || ![0, process.getuid()].includes(uid))) {
    throw new Error(`Others may write to ${folder}, and so say which process is a service: make it yours alone `
      + `(chmod 700 ${folder}), or name another folder by MULTIFROST_HOME`);
  }
  return path.join(folder, 'services.json');
}

function home() {
  let folder = process.env.HOME;
  try {
    folder ||= os.userInfo().homedir;
  } catch {} // the system does not know the user
  if (!path.isAbsolute(folder ?? '')) {
    throw new Error(`There is no home folder for the registry of services ('${folder}'): set HOME or MULTIFROST_HOME`);
  }
  return folder;
}

async function read(file) {
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
