/** A sign-in brought to its denial over HTTP alone, by what the wire says (`docs/spec/idx.md`), for somebody to look at afterwards. */
import { createHash, randomBytes } from 'node:crypto';
import { ana } from '../support/person.ts';
import type { Client } from '../support/widget.ts';

interface Form {
  name: string;
  href: string;
}

interface Answer {
  stateHandle: string;
  remediation?: { value: Form[] };
  messages?: { value: { message: string }[] };
  authenticatorChallenge?: { value: { challengeRequest: string } };
}

async function post(url: string, body: object | URLSearchParams, origin: string) {
  const form = body instanceof URLSearchParams;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json', origin, ...(!form && { 'content-type': 'application/json' }) },
    body: form ? body : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** The state handle of a sign-in at `client` that was denied for the reason that says `text`. */
export async function deniedHandle(origin: string, agent: string, client: Client, text: string): Promise<string> {
  const { interaction_handle: interactionHandle } = await post(
    `${client.issuer}/v1/interact`,
    new URLSearchParams({
      client_id: client.clientId, redirect_uri: client.redirectUri, scope: 'openid', state: 's', nonce: 'n', code_challenge_method: 'S256',
      code_challenge: createHash('sha256').update(randomBytes(32).toString('base64url')).digest('base64url'),
    }),
    origin,
  );
  let at: Answer = await post(`${origin}/idp/idx/introspect`, { interactionHandle }, origin);
  const go = async (name: string, fields: object = {}) => {
    const form = at.remediation?.value.find((form) => form.name === name);
    if (!form) throw new Error(`there is no ${name} in ${JSON.stringify(at)}`);
    at = await post(form.href, { stateHandle: at.stateHandle, ...fields }, origin);
  };
  await go('identify', { identifier: ana.login });
  await go('challenge-authenticator', { credentials: { passcode: ana.password } });
  const challengeRequest = at.authenticatorChallenge?.value.challengeRequest;
  const answered = await fetch(`${agent}/challenge`, { method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify({ challengeRequest }) });
  if (!answered.ok) throw new Error(`the agent answered ${answered.status}: ${await answered.text()}`);
  await go('device-challenge-poll');
  if (!at.messages?.value.some(({ message }) => message === text)) throw new Error(`not denied for that: ${JSON.stringify(at)}`);
  return at.stateHandle;
}
