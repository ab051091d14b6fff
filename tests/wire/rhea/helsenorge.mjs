// Sends one message with every property of HITS 1216, 2.1.2, and waits for what comes back to its own queue.
// Reads what to send as JSON from stdin, and writes the outcome and the answer as JSON to stdout.
import rhea from 'rhea';

const asked = JSON.parse(await new Response(process.stdin).text());
const said = {};
const connection = rhea.create_container({ id: 'helsenorge' }).connect({
  host: asked.host,
  port: asked.port,
  hostname: asked.hostname,
  username: asked.user,
  password: asked.password,
  reconnect: false,
});

const ended = (error) => {
  if (error) said.error = error.condition || String(error);
  process.stdout.write(JSON.stringify(said));
  process.exit(0);
};
for (const place of ['connection', 'session', 'sender', 'receiver']) {
  connection.on(`${place}_error`, (context) => ended(context[place].error || context.error || place));
}
connection.on('disconnected', (context) => ended(context.error || 'disconnected'));
connection.on('connection_open', () => {
  said.product = connection.properties.product;
  connection.open_receiver({ source: asked.reads, credit_window: 0, autoaccept: false }).add_credit(1);
  connection.open_sender(asked.sends);
});
connection.once('sendable', (context) => {
  const body = rhea.message.data_section(Buffer.from(asked.body, 'base64'));
  context.sender.send({ durable: true, ttl: asked.ttl, ...asked.properties, application_properties: asked.application, body });
});
for (const outcome of ['accepted', 'rejected', 'released', 'modified']) {
  connection.on(outcome, () => {
    said.outcome = outcome;
    if (outcome !== 'accepted') ended();
  });
}
connection.on('message', (context) => {
  const { body, application_properties: application, ...properties } = context.message;
  said.answer = { properties, application, body: body.content.toString('base64'), section: body.typecode };
  context.delivery.accept();
  connection.once('connection_close', () => ended());
  connection.removeAllListeners('disconnected');
  connection.close();
});
