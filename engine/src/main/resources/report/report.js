'use strict';
// Without this the page shows the most pressing findings of each rule; this shows, filters and sorts all of them.
(() => {
  const PAGE = 200;
  const form = document.querySelector('.filters');
  const fields = form ? form.elements : null;
  const tally = document.querySelector('.tally span');
  const nothing = document.querySelector('.nothing');
  const list = document.querySelector('.groups');
  const number = new Intl.NumberFormat('en');
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  const data = JSON.parse(document.getElementById('data').textContent);
  const shapes = [...(document.getElementById('shapes')?.content.children ?? [])];
  const outcomes = shapes.map(shape => shape.dataset.outcome);

  // Findings stay columns of data; only what a person looks at becomes rows.
  const groups = [...document.querySelectorAll('.groups > .group')].map((element, order) => ({
    element, order, limit: PAGE,
    data: element.dataset,
    frameworks: element.dataset.frameworks.split(' '),
    rule: data.rules[order],
    text: element.querySelector('summary').textContent.toLowerCase() + ' ' + (element.querySelector('.about')?.textContent ?? '').toLowerCase(),
    texts: [],
    places: data.rules[order].o.map((_, index) => index),
    found: [], drawn: '', version: 0,
    body: element.querySelector('tbody'),
    more: null,
  }));
  const total = groups.reduce((sum, group) => sum + group.rule.o.length, 0);
  const attention = ['FAIL', 'UNKNOWN', 'MANUAL'];
  const short = resource => {
    const parts = resource.split(':');
    return parts.length > 5 && parts[0] === 'arn' && parts.slice(5).join(':') ? parts.slice(5).join(':') : resource;
  };

  function value(name) {
    return fields[name]?.value ?? '';
  }

  /** For each place in a list whether it is wanted; null when all are. */
  function wantedPlaces(entries, test) {
    return test ? entries.map(test) : null;
  }

  function textOf(group, index) {
    const rule = group.rule;
    return group.texts[index] ??= [rule.s[index], ...data.accounts[rule.a[index]].slice(0, 2), data.regions[rule.r[index]],
      rule.t[index], rule.n[index] ?? ''].join(' ').toLowerCase();
  }

  function apply() {
    const outcome = value('outcome');
    const account = value('account');
    const unit = value('unit');
    const region = value('region');
    const byOutcome = wantedPlaces(outcomes, outcome === 'attention' ? o => attention.includes(o) : outcome && (o => o === outcome));
    const byAccount = wantedPlaces(data.accounts, (account || unit) && (([id, , units]) =>
      (!account || id === account) && (!unit || units.includes(Number(unit)))));
    const byRegion = wantedPlaces(data.regions, region && (r => r === region));
    const words = value('text').toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    let rules = 0;
    for (const group of groups) {
      const { rule } = group;
      const suits = (!value('function') || group.data.function === value('function'))
        && (!value('severity') || group.data.severity === value('severity'))
        && (!value('framework') || group.frameworks.includes(value('framework')));
      const rest = words.filter(word => !group.text.includes(word));
      group.found = !suits ? [] : group.places.filter(index =>
        (!byOutcome || byOutcome[rule.o[index]])
        && (!byAccount || byAccount[rule.a[index]])
        && (!byRegion || byRegion[rule.r[index]])
        && (rest.length === 0 || rest.every(word => textOf(group, index).includes(word))));
      group.version++;
      group.data.found = group.found.length;
      group.element.hidden = group.found.length === 0;
      shown += group.found.length;
      if (group.found.length > 0) rules++;
      if (group.element.open) draw(group);
    }
    tally.textContent = `${number.format(shown)} of ${number.format(total)} findings, ${number.format(rules)} ${rules === 1 ? 'rule' : 'rules'}`;
    nothing.hidden = shown > 0;
  }

  /** Makes the rows of an open group. */
  function draw(group) {
    const state = group.version + ' ' + group.limit;
    if (group.drawn === state) return;
    group.drawn = state;
    group.body.replaceChildren(...group.found.slice(0, group.limit).map(index => row(group.rule, index)));
    offerMore(group);
  }

  function cell(kind, title, text) {
    const made = document.createElement('td');
    if (kind) made.className = kind;
    if (title) made.title = title;
    const inner = document.createElement('bdi');
    inner.textContent = text;
    made.append(inner);
    return made;
  }

  function row(rule, index) {
    const made = document.createElement('tr');
    const shape = shapes[rule.o[index]];
    const outcome = document.createElement('td');
    outcome.className = shape.className;
    outcome.append(...[...shape.childNodes].map(node => node.cloneNode(true)));
    const [id, label] = data.accounts[rule.a[index]];
    const reason = cell('', '', rule.t[index]);
    if (rule.n[index]) {
      const note = document.createElement('div');
      note.className = 'soft';
      note.textContent = rule.n[index];
      reason.append(note);
    }
    made.append(outcome, cell('resource', rule.s[index], short(rule.s[index])), cell('place', id, label),
      cell('place', '', data.regions[rule.r[index]]), reason);
    return made;
  }

  function offerMore(group) {
    const left = group.found.length - group.limit;
    group.element.querySelector('.more')?.remove();
    if (left <= 0) return;
    const more = document.createElement('p');
    more.className = 'more';
    more.append(`and ${number.format(left)} more `, button('Show more', () => {
      group.limit += PAGE * 5;
      draw(group);
    }));
    group.element.querySelector('.inside').append(more);
  }

  function button(label, action) {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = label;
    made.addEventListener('click', action);
    return made;
  }

  function sortGroups() {
    const by = {
      pressing: (a, b) => a.order - b.order,
      number: (a, b) => b.data.failed - a.data.failed || a.order - b.order,
      title: (a, b) => a.data.title.localeCompare(b.data.title) || a.order - b.order,
    }[fields.sort.value];
    list.append(...[...groups].sort(by).map(group => group.element));
  }

  /** Sorts the data of a group by a column of its table. */
  function sortableGroup(group) {
    const { rule } = group;
    const keys = [
      index => rule.o[index], index => short(rule.s[index]), index => data.accounts[rule.a[index]][1],
      index => data.regions[rule.r[index]], index => rule.t[index],
    ];
    headings(group.element.querySelector('table.findings'), (column, down) => {
      const key = new Map(group.places.map(index => [index, keys[column](index)]));
      const order = column === 0 ? (a, b) => a - b : compare;
      group.places.sort((a, b) => (down ? -1 : 1) * order(key.get(a), key.get(b)) || a - b);
      apply();
    });
  }

  function headings(table, sort) {
    table.querySelectorAll('thead th').forEach((heading, column) => {
      const made = button(heading.textContent, () => {
        const down = heading.getAttribute('aria-sort') === 'ascending';
        table.querySelectorAll('th').forEach(other => other.removeAttribute('aria-sort'));
        heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        sort(column, down);
      });
      heading.replaceChildren(made);
    });
  }

  function sortable(table) {
    headings(table, (column, down) => {
      const body = table.tBodies[0];
      const keyed = [...body.rows].map(row => ({ row, key: row.cells[column].textContent }));
      keyed.sort((a, b) => (down ? -1 : 1) * compare(a.key, b.key));
      body.append(...keyed.map(entry => entry.row));
    });
  }

  function copyable(code) {
    const copy = button('Copy', async () => {
      const text = code.textContent;
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        // Where the browser denies the clipboard to files, the selection is left for the person to copy.
        getSelection().selectAllChildren(code);
        document.execCommand('copy');
      }
      copy.textContent = 'Copied';
      setTimeout(() => { copy.textContent = 'Copy'; }, 1500);
    });
    copy.setAttribute('aria-label', 'Copy ' + code.textContent);
    code.after(copy);
  }

  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.classList.contains('group')) return;
    if (target.hidden && form) {
      form.reset();
      fields.outcome.value = '';
      apply();
    }
    target.open = true;
    target.scrollIntoView();
  }

  document.querySelectorAll('.command code').forEach(copyable);
  document.querySelectorAll('table.sortable').forEach(sortable);
  if (!form || groups.length === 0) return;
  form.hidden = false;
  groups.forEach(group => {
    sortableGroup(group);
    group.element.addEventListener('toggle', () => { if (group.element.open) draw(group); });
  });
  document.querySelector('.tally').append(
    button('Open all', () => groups.forEach(group => { group.element.open = !group.element.hidden; })),
    button('Close all', () => groups.forEach(group => { group.element.open = false; })),
    button('Clear filters', () => { form.reset(); sortGroups(); apply(); }));
  let waiting = 0;
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', event => {
    groups.forEach(group => { group.limit = PAGE; });
    if (event.target === fields.sort) sortGroups();
    clearTimeout(waiting);
    waiting = setTimeout(apply, event.target === fields.text ? 120 : 0);
  });
  document.querySelectorAll('a[data-filter]').forEach(link => link.addEventListener('click', () => {
    form.reset();
    if (!fields[link.dataset.filter]) return;
    fields[link.dataset.filter].value = link.dataset.value;
    apply();
  }));
  addEventListener('hashchange', reveal);
  apply();
  reveal();
})();
