"""Gives the demo what its holdfast.yaml is also about: an entrance to the shop that nothing guards yet (a public load
balancer), a sensor, a bucket that holds backups of an application, a landing zone. Prints the entrance's ARN as JSON.

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
network = next(a['Id'] for a in accounts if a['Name'] == 'network')
subnet = client('ec2', network).describe_subnets()['Subnets'][0]['SubnetId']
client('ec2', network).create_network_interface(SubnetId=subnet, TagSpecifications=[
    {'ResourceType': 'network-interface', 'Tags': [{'Key': 'holdfast:sensor', 'Value': 'suricata'}]}])
staging = next(a['Id'] for a in accounts if a['Name'] == 'shop-staging')
client('s3', staging).put_bucket_tagging(Bucket='meridian-staging-dumps',
                                         Tagging={'TagSet': [{'Key': 'purpose', 'Value': 'backup'}]})
client('controltower', '123456789012').create_landing_zone(version='4.0', manifest={})
print(json.dumps(made['LoadBalancers'][0]['LoadBalancerArn']))
