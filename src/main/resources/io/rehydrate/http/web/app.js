'use strict';

// Everything on these pages works without this script. It keeps what is shown up to date, follows logs and filters lists.
// The server writes all markup: a page is loaded again, and its parts are exchanged; log lines are only ever text.

const LOG_EVERY = 1000;
const LONGEST_LOG = 400000;
const connection = document.getElementById('connection');

const wait = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));

function lost(isLost) {
  if (connection) connection.textContent = isLost ? 'The server does not answer; trying again.' : '';
}

/** Loads this page again; nothing if somebody has to sign in, or it is not there any more. */
async function load() {
  const answer = await fetch(location.pathname + location.search, { cache: 'no-store', redirect: 'error' });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
}

/** Whether somebody is at work in a part: it is left alone then. */
function inUse(part) {
  const active = document.activeElement;
  return part.contains(active) && active !== document.body || part.querySelector('details[open]') !== null;
}

function exchange(fresh) {
  for (const part of document.querySelectorAll('[data-part]')) {
    const next = fresh.querySelector('[data-part="' + part.dataset.part + '"]');
    if (next && next.outerHTML !== part.outerHTML && !inUse(part)) part.replaceWith(document.importNode(next, true));
  }
  const live = fresh.body.dataset.live;
  if (live) document.body.dataset.live = live; else delete document.body.dataset.live;
}

async function keepUpToDate() {
  while (document.body.dataset.live) {
    await wait(Number(document.body.dataset.live) * 1000);
    if (document.hidden) continue;
    try {
      const fresh = await load();
      if (!fresh) return;
      exchange(fresh);
      lost(false);
    } catch {
      lost(true);
    }
  }
}

/** Follows a log from where the page has it, and takes it up again after the connection was lost. */
async function follow(log) {
  const note = document.getElementById('following');
  let offset = Number(log.dataset.offset);
  log.scrollTop = log.scrollHeight;
  for (;;) {
    const ended = !document.body.dataset.live;
    let text = '';
    try {
      const answer = await fetch('/api/v1/runs/' + log.dataset.run + '/log?offset=' + offset, { cache: 'no-store' });
      if (!answer.ok) return;
      text = await answer.text();
      offset = Number(answer.headers.get('Next-Offset'));
      lost(false);
    } catch {
      lost(true);
      await wait(LOG_EVERY);
      continue;
    }
    if (text) {
      const following = log.scrollTop + log.clientHeight >= log.scrollHeight - 30;
      log.append(text);
      if (log.textContent.length > LONGEST_LOG) log.textContent = log.textContent.slice(-LONGEST_LOG);
      if (following) log.scrollTop = log.scrollHeight;
      continue;
    }
    note.textContent = ended ? '' : 'New lines appear here.';
    if (ended) return;
    await wait(LOG_EVERY);
  }
}

function filter(input) {
  const options = [...document.getElementById(input.dataset.filter).querySelectorAll('[data-words]')];
  input.closest('[hidden]')?.removeAttribute('hidden');
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\s+/).filter((word) => word);
    for (const option of options) {
      const text = option.dataset.words.toLowerCase();
      option.hidden = !words.every((word) => text.includes(word)) && !option.querySelector('input').checked;
    }
  });
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
}

document.querySelectorAll('[data-filter]').forEach(filter);
const log = document.getElementById('log');
if (log) {
  document.querySelectorAll('.reload').forEach((link) => { link.hidden = true; });
  follow(log);
}
keepUpToDate();
