// Calls a worker in another language, which it starts or finds. With the sample's Java worker:
//
//     node math_parent.js java -cp "target/sample/*:target/sample/lib/*" io.multifrost.sample.TextWorker
//     node math_parent.js --service-id text-service
import { Parent } from './parent.js';

const [command, ...args] = process.argv.slice(2);
if (!command) {
  console.error('Give the command that starts a worker, or --service-id and the id of one');
  process.exit(2);
}
const worker = command === '--service-id' ? await Parent.connect(args[0]) : await Parent.spawn(command, args);
try {
  console.log(await worker.call('greet', ['Ada']));
  console.log(await Promise.all([0, 1, 2, 3, 4].map((i) => worker.call('add', [i, i])))); // all at once
  await worker.call('add', ['one', 'two', 'three'], { timeout: 10_000 })
    .then(console.log, (error) => console.log(error.message.split('\n')[0]));
  console.log(`A heartbeat took ${(await worker.heartbeat(5000)).toFixed(1)} ms`);
} finally {
  await worker.close();
}
