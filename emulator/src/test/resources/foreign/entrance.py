"""Gives the demo's shop an entrance that nothing guards yet: a public load balancer. Prints its ARN as JSON.

usage: entrance.py ENDPOINT
"""
import json
import sys

import boto3


def client(service, account, region='eu-west-1'):
    made = boto3.client(service, endpoint_url=sys.argv[1], region_name=region, aws_access_key_id='foreign',
                        aws_secret_access_key='x')
    made.meta.events.register('before-sign.*.*', lambda request, **more: request.headers.add_header(
        'x-moto-account-id', account))
    return made


accounts = client('organizations', '123456789012', 'us-east-1').list_accounts()['Accounts']
shop = next(a['Id'] for a in accounts if a['Name'] == 'shop-production')
subnets = [s['SubnetId'] for s in client('ec2', shop).describe_subnets()['Subnets'] if not s['DefaultForAz']]
made = client('elbv2', shop).create_load_balancer(Name='shop', Subnets=subnets, Type='application',
                                                  Scheme='internet-facing')
print(json.dumps(made['LoadBalancers'][0]['LoadBalancerArn']))
