'use strict';

const API = '/api/v1';
const LIST_EVERY = 5000;
const LOG_EVERY = 1000;
const LONGEST_LOG = 400000;
const ENDED = ['succeeded', 'failed', 'cancelled', 'interrupted'];

const at = (id) => document.getElementById(id);
let followed = null;
let targets = [];

/** An element with text in it. Nothing on this page is ever parsed as HTML. */
function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

async function ask(path, options) {
  const answer = await fetch(API + path, { cache: 'no-store', ...options });
  if (answer.ok) return answer;
  let problem = { detail: 'The server answered ' + answer.status, hint: '' };
  if ((answer.headers.get('Content-Type') || '').includes('json')) problem = await answer.json();
  throw Object.assign(new Error(problem.detail), { problem });
}

const list = async (path) => (await ask(path)).json();

/** A write, with this session's token against forged requests. */
async function post(path, body) {
  const me = await (await ask('/me')).json();
  return ask(path, {
    method: 'POST',
    headers: { 'X-CSRF-Token': me.formToken, ...(body ? { 'Content-Type': 'application/json' } : {}) },
    body: body && JSON.stringify(body),
  });
}

function age(time) {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(time)) / 60000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return minutes + ' min';
  if (minutes < 48 * 60) return Math.floor(minutes / 60) + ' h';
  return Math.floor(minutes / 1440) + ' days';
}

function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < units.length - 1) { value /= 1000; unit++; }
  return value.toFixed(unit && value < 10 ? 1 : 0) + ' ' + units[unit];
}

function duration(seconds) {
  if (seconds < 60) return seconds + ' s';
  if (seconds < 3600) return Math.floor(seconds / 60) + ' min ' + seconds % 60 + ' s';
  return Math.floor(seconds / 3600) + ' h ' + Math.floor(seconds % 3600 / 60) + ' min';
}

/** The progress of a run's step, as a bar and as text; nothing if it is unknown. */
function progressOf(run) {
  const shown = element('span', undefined, 'progress');
  const progress = run.progress;
  if (!progress) return shown;
  const bar = element('progress');
  bar.max = progress.total;
  bar.value = progress.done;
  bar.setAttribute('aria-label', progress.work);
  const amount = progress.unit === 'bytes'
    ? size(progress.done) + ' of ' + size(progress.total)
    : progress.done.toLocaleString() + ' of ' + progress.total.toLocaleString() + ' ' + progress.unit;
  const rate = progress.unit === 'bytes'
    ? size(progress.perSecond) + '/s' : Math.round(progress.perSecond).toLocaleString() + ' ' + progress.unit + '/s';
  const words = [progress.work + ' ' + Math.floor(100 * progress.done / progress.total) + ' %', amount];
  if (progress.done) words.push(rate);
  if (progress.secondsLeft !== undefined) words.push(duration(progress.secondsLeft) + ' left');
  if (progress.runSecondsLeft !== undefined) words.push(duration(progress.runSecondsLeft) + ' left of the run');
  shown.append(bar, element('span', words.join(', ')));
  return shown;
}

const localTime = (time) => new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function when(time) {
  const shown = element('time', age(time) + (age(time) === 'just now' ? '' : ' ago'));
  shown.dateTime = time;
  shown.title = localTime(time);
  return shown;
}

function cell(content, className) {
  const td = element('td', undefined, className);
  td.append(content);
  return td;
}

function row(...cells) {
  const tr = element('tr');
  tr.append(...cells);
  return tr;
}

function emptyRow(columns, text) {
  const td = element('td', text, 'note');
  td.colSpan = columns;
  return row(td);
}

function dumpRow(dump) {
  const notes = element('td', undefined, 'notes');
  if (dump.held) notes.append(element('span', 'held', 'held'), element('span', dump.heldBecause, 'why'));
  if (dump.pinned) {
    notes.append(element('span', 'pinned by ' + dump.pinnedBy), element('span', dump.pinnedBecause || '', 'why'));
  }
  return row(
    cell(dump.id, 'plain'), cell(when(dump.asOf), 'plain'),
    cell(dump.rows.toLocaleString(), 'number'), cell(dump.rowsBefore.toLocaleString(), 'number'),
    cell(size(dump.bytes), 'number'), notes);
}

const sentences = (...texts) => texts.filter((text) => text).map((text) => text.replace(/\.$/, '')).join('. ');

function what(run) {
  if (run.kind === 'night') return 'night' + (run.dump ? ' → ' + run.dump : '');
  return run.dump + (run.ref ? ' + ' + run.ref : '') + ' → ' + run.target;
}

function stepCell(run) {
  const td = cell(run.step);
  if (run.progress) td.append(progressOf(run));
  return td;
}

function runRow(run) {
  const told = cell(what(run), 'what');
  if (run.failure) told.append(element('span', sentences(run.failure.message, run.failure.hint), 'why'));
  const open = element('button', 'Log', 'quiet');
  open.type = 'button';
  open.dataset.run = run.id;
  open.setAttribute('aria-label', 'Log of ' + run.id);
  open.addEventListener('click', () => follow(run.id));
  return row(
    cell(element('span', run.state, run.state), 'plain'), cell(open), told, stepCell(run),
    cell(run.actor), cell(when(run.createdAt), 'plain'));
}

/** Replaces rows only where something changed, and keeps the focus where it was. */
function fill(body, rows) {
  const fresh = element('tbody');
  fresh.append(...rows);
  if (fresh.textContent === body.textContent) return;
  const focused = body.contains(document.activeElement) && document.activeElement.dataset.run;
  body.replaceChildren(...rows);
  const again = focused && [...body.querySelectorAll('button')].find((b) => b.dataset.run === focused);
  if (again) again.focus();
}

function choose(select, options) {
  const chosen = select.value;
  const same = [...select.options].map((o) => o.textContent).join('\n') === options.map((o) => o.textContent).join('\n');
  if (same) return;
  select.replaceChildren(...options);
  if (options.some((o) => o.value === chosen)) select.value = chosen;
}

function option(value, text) {
  const made = element('option', text);
  made.value = value;
  return made;
}

async function showLists() {
  try {
    const [dumps, runs, known] = await Promise.all([list('/dumps'), list('/runs'), list('/targets')]);
    showTargets(known);
    fill(at('dumps'), dumps.length ? dumps.map(dumpRow) : [emptyRow(6, 'No dumps yet. Run a night to create the first one.')]);
    fill(at('runs'), runs.length ? runs.map(runRow) : [emptyRow(6, 'No runs yet.')]);
    const offered = dumps.filter((dump) => !dump.held);
    choose(at('dump'), [
      option('latest', offered.length ? 'latest (' + offered[0].id + ')' : 'latest (none yet)'),
      ...offered.map((dump) => option(dump.id, dump.id + ', ' + age(dump.asOf)))]);
    at('connection').textContent = '';
  } catch (error) {
    at('connection').textContent = error.problem ? error.message : 'The server does not answer.';
  }
}

const chosenTarget = () => targets.find((t) => t.name === at('target').value);

const place = (target) => Object.values(target.schemas).join(', ') + ' on ' + target.address;

/** What the last refresh loaded, when, and who requested it. */
function holdsOf(target) {
  const holds = target.holds;
  if (!holds) return 'not refreshed by Rehydrate yet';
  const ref = holds.ref ? ' with ' + holds.ref + ' (' + holds.commit.slice(0, 10) + ')' : '';
  const ago = age(holds.at) + (age(holds.at) === 'just now' ? '' : ' ago');
  return 'holds ' + holds.dump + ref + ', refreshed ' + ago + ' by ' + holds.by;
}

function noteTarget() {
  const target = chosenTarget();
  at('target-note').textContent = target
    ? place(target) + (target.admitted ? '' : ': not admitted yet') + '; ' + holdsOf(target)
    : 'no target is configured';
}

function showTargets(known) {
  targets = known;
  choose(at('target'), targets.map((t) => option(t.name, t.name)));
  noteTarget();
}

async function showChoices() {
  try {
    showTargets(await list('/targets'));
    at('ask').disabled = targets.length === 0;
    const refs = await list('/refs');
    at('refs').replaceChildren(...refs.map((ref) => option(ref.name, ref.kind + ': ' + ref.subject)));
  } catch (error) {
    showProblem(error);
  }
}

function showProblem(error) {
  const problem = error.problem || { detail: 'The server does not answer.', hint: 'Is the daemon running?' };
  at('problem').replaceChildren(element('p', problem.detail), element('p', problem.hint));
  at('problem').hidden = false;
}

/** Shows what will be replaced, and asks for confirmation. */
function confirmRefresh(event) {
  event.preventDefault();
  const target = chosenTarget();
  if (!target || at('confirm').open) return;
  at('problem').hidden = true;
  at('confirm-what').textContent = 'Every table of ' + place(target) + ' will be replaced.';
  at('confirm-holds').textContent = target.name + (target.holds ? ' ' : ': ') + holdsOf(target) + '.';
  at('confirm-with').textContent = 'It will be replaced with ' + at('dump').selectedOptions[0].textContent
    + (at('ref').value.trim() ? ', with the migrations of ' + at('ref').value.trim() : ', without migrations') + '.';
  at('confirm').showModal();
}

async function requestRefresh() {
  at('confirm').close();
  at('ask').disabled = true;
  const request = { target: at('target').value, dump: at('dump').value };
  if (at('ref').value.trim()) request.ref = at('ref').value.trim();
  try {
    const run = await (await post('/refreshes', request)).json();
    showLists();
    follow(run.id);
  } catch (error) {
    showProblem(error);
  } finally {
    at('ask').disabled = false;
  }
}

function showState(run) {
  const shown = element('span', run.state, run.state);
  at('log-state').replaceChildren(shown, ENDED.includes(run.state) ? '' : ', at ' + run.step, progressOf(run));
  at('cancel').hidden = ENDED.includes(run.state);
}

function append(text) {
  const log = at('log');
  const following = log.scrollTop + log.clientHeight >= log.scrollHeight - 30;
  const whole = log.textContent + text;
  log.textContent = whole.length > LONGEST_LOG ? whole.slice(-LONGEST_LOG) : whole;
  if (following) log.scrollTop = log.scrollHeight;
}

/** Follows a run's log until the run has ended and all of it was read. */
async function follow(id) {
  const mine = { id };
  followed = mine;
  at('log-title').textContent = 'Log of ' + id;
  at('log').textContent = '';
  at('log-state').replaceChildren();
  at('log-section').hidden = false;
  at('log-section').scrollIntoView({ block: 'nearest' });
  let offset = 0;
  while (followed === mine) {
    try {
      const run = await list('/runs/' + id);
      const piece = await ask('/runs/' + id + '/log?offset=' + offset);
      const text = await piece.text();
      if (followed !== mine) return;
      offset = Number(piece.headers.get('Next-Offset'));
      showState(run);
      if (text) append(text);
      if (text) continue;
      if (ENDED.includes(run.state)) break;
    } catch (error) {
      if (error.problem) { showProblem(error); return; }
    }
    await new Promise((wake) => setTimeout(wake, LOG_EVERY));
  }
  if (followed === mine) showLists();
}

at('refresh').addEventListener('submit', confirmRefresh);
at('target').addEventListener('change', noteTarget);
at('replace').addEventListener('click', requestRefresh);
at('keep').addEventListener('click', () => at('confirm').close());
at('close').addEventListener('click', () => { followed = null; at('log-section').hidden = true; });
at('cancel').addEventListener('click', () => post('/runs/' + followed.id + '/cancel').catch(showProblem));
showChoices();
showLists();
setInterval(() => { if (!document.hidden) showLists(); }, LIST_EVERY);
