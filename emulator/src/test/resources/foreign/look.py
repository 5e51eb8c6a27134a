"""Looks with boto3 at what a run says that it made: reads lookups from standard input, prints the values found.

usage: look.py ENDPOINT < [{"account", "region", "service", "api", "request", "selector", "absentOn"}]
"""
import base64
import datetime
import json
import socket
import sys

import boto3
import jmespath
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

lookup = socket.getaddrinfo
# S3 Control puts the account before the host, and not every machine knows the names below localhost.
socket.getaddrinfo = lambda host, *more, **named: lookup(
    'localhost' if str(host).endswith('.localhost') else host, *more, **named)


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if hasattr(value, 'read'):
        return value.read().decode()
    raise TypeError(type(value))


def asked(client, api, request):
    name = xform_name(api)
    if client.can_paginate(name):
        return client.get_paginator(name).paginate(**request).build_full_result()
    return getattr(client, name)(**request)


def put(value, item):
    """The request with the item where its reference stands."""
    if isinstance(value, dict):
        return {name: put(inner, item) for name, inner in value.items()}
    return item if value == '{{ each }}' else value


def look(at):
    region = 'us-east-1' if at['region'] == 'global' else at['region']
    client = boto3.client(at['service'], endpoint_url=sys.argv[1], region_name=region, aws_access_key_id='foreign',
                          aws_secret_access_key='x', config=Config(retries={'max_attempts': 1},
                                                                   s3={'addressing_style': 'path'}))
    client.meta.events.register('before-sign.*.*', lambda request, **more: request.headers.add_header(
        'x-moto-account-id', at['account']))
    try:
        answer = asked(client, at['api'], at['request'])
        if 'each' in at:
            each = at['each']
            answer['Each'] = [asked(client, each['api'], put(each['request'], item))
                              for item in jmespath.search(each['items'], answer) or []]
        return jmespath.search(at['selector'].replace('\\`', '`'), json.loads(json.dumps(answer, default=plain)))
    except ClientError as error:
        code, message = error.response['Error']['Code'], error.response['Error'].get('Message', '')
        # "Code" or, where AWS has one code for two things, "Code: part of the message".
        if any(code == absent.split(': ')[0] and absent[len(code) + 2:] in message for absent in at['absentOn']):
            return None
        raise


print(json.dumps([look(at) for at in json.load(sys.stdin)]))
