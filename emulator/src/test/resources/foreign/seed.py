"""Plays the foreign seeds with boto3: an organization that no code of ours founds.

usage: seed.py ENDPOINT CONTROL_URL TOKEN STATE PHASE FILE...
PHASE is `found` (no files), `worse` or `better`. STATE is a JSON file of what earlier steps kept.

A step is {as, region, call, with, keep}: `call` is service:Operation as botocore names them, `${name}` is replaced by
what was kept, and `keep: {name: Path.To.Value}` keeps from the answer. Or {as, region, answer: service:Operation,
when, with | csv | error}: the overlay then answers so, for facts that no call can make. `as` is management, good, bad,
logging or audit.
"""
import base64
import datetime
import json
import os
import re
import socket
import sys
import urllib.request

import boto3
import yaml
from botocore import xform_name
from botocore.config import Config

endpoint, control, token, state_file, phase, *files = sys.argv[1:]
HOME = 'eu-central-1'
kept = json.load(open(state_file)) if os.path.exists(state_file) else {'management': '111122223333'}
kept['today'] = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
clients = {}
lookup = socket.getaddrinfo
# S3 Control puts the account before the host, and not every machine knows the names below localhost.
socket.getaddrinfo = lambda host, *more, **named: lookup(
    'localhost' if str(host).endswith('.localhost') else host, *more, **named)


def client(service, account, region):
    key = (service, account, region)
    if key not in clients:
        made = boto3.client(service, endpoint_url=endpoint, region_name=region, aws_access_key_id='foreign',
                            aws_secret_access_key='x', config=Config(retries={'max_attempts': 1},
                                                                     parameter_validation=True,
                                                                     s3={'addressing_style': 'path'}))
        made.meta.events.register('before-sign.*.*', lambda request, **more: request.headers.add_header(
            'x-moto-account-id', account))
        clients[key] = made
    return clients[key]


def filled(value):
    if isinstance(value, dict):
        return {k: filled(v) for k, v in value.items()}
    if isinstance(value, list):
        return [filled(v) for v in value]
    if isinstance(value, str):
        whole = re.fullmatch(r'\$\{([\w-]+)\}', value)
        if whole:
            return kept[whole.group(1)]
        return re.sub(r'\$\{([\w-]+)\}', lambda m: str(kept[m.group(1)]), value)
    return value


def at(answer, path):
    for step in path.split('.'):
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return answer


def steer(path, body):
    request = urllib.request.Request(control + path, data=json.dumps(body).encode(), method='POST',
                                     headers={'X-Holdfast-Token': token, 'Content-Type': 'application/json'})
    urllib.request.urlopen(request).read()


def play(step):
    account = kept[step.get('as', 'management')]
    region = step.get('region', HOME)
    if 'answer' in step:
        answer = filled(step.get('with', {}))
        for member, text in step.get('csv', {}).items():
            answer[member] = base64.b64encode(filled(text).encode()).decode()
        steer('answers', {'operation': step['answer'], 'account': account, 'region': '' if region == 'all' else region,
                          'when': filled(step.get('when', {})), 'answer': answer,
                          'error': step.get('error', '')})
        return
    service, operation = step['call'].split(':')
    made = client(service, account, region)
    answer = getattr(made, xform_name(operation))(**filled(step.get('with', {})))
    for name, path in step.get('keep', {}).items():
        kept[name] = at(answer, path)


def found():
    org = client('organizations', kept['management'], HOME)
    kept['organization'] = org.create_organization(FeatureSet='ALL')['Organization']['Id']
    kept['root'] = org.list_roots()['Roots'][0]['Id']
    for name in ('good', 'bad', 'logging', 'audit'):
        made = org.create_account(AccountName=f'Büro "{name}" & Söhne', Email=f'{name}@example.org')
        kept[name] = made['CreateAccountStatus']['AccountId']
    iam = client('iam', kept['management'], HOME)
    iam.create_user(UserName='foreign')
    key = iam.create_access_key(UserName='foreign')['AccessKey']
    kept['key'], kept['secret'] = key['AccessKeyId'], key['SecretAccessKey']


if phase == 'found':
    found()
for file in files:
    steps = yaml.safe_load(open(file)).get(phase) or []
    for number, step in enumerate(steps, 1):
        try:
            play(step)
        except Exception as e:  # what, where, why: the seed's author needs all three
            sys.exit(f'{file} {phase} step {number} {json.dumps(step)[:300]}: {type(e).__name__}: {e}')
json.dump(kept, open(state_file, 'w'))
