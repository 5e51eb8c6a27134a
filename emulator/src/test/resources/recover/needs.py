"""What must exist before what, by boto3's answers alone: [[thing, what it needs], …] as JSON.

usage: needs.py ENDPOINT STATE REGION
"""
import json
import sys

import boto3

endpoint, state, region = sys.argv[1:]
account = json.load(open(state))['good']
edges = []


def client(service):
    made = boto3.client(service, endpoint_url=endpoint, region_name=region, aws_access_key_id='foreign',
                        aws_secret_access_key='x')
    made.meta.events.register('before-sign.*.*', lambda request, **more: request.headers.add_header(
        'x-moto-account-id', account))
    return made


def ec2(kind, name):
    return f'arn:aws:ec2:{region}:{account}:{kind}/{name}'


def needs(thing, *others):
    edges.extend([thing, other] for other in others if other and other != thing)


for subnet in client('ec2').describe_subnets()['Subnets']:
    needs(ec2('subnet', subnet['SubnetId']), ec2('vpc', subnet['VpcId']))
for group in client('ec2').describe_security_groups()['SecurityGroups']:
    arn = ec2('security-group', group['GroupId'])
    needs(arn, ec2('vpc', group['VpcId']))
    for rule in group['IpPermissions'] + group['IpPermissionsEgress']:
        needs(arn, *[ec2('security-group', pair['GroupId']) for pair in rule.get('UserIdGroupPairs', [])])
for volume in client('ec2').describe_volumes()['Volumes']:
    arn = ec2('volume', volume['VolumeId'])
    needs(arn, volume.get('KmsKeyId'))
    for attached in volume['Attachments']:
        needs(ec2('instance', attached['InstanceId']), arn)
for reservation in client('ec2').describe_instances()['Reservations']:
    for machine in reservation['Instances']:
        arn = ec2('instance', machine['InstanceId'])
        needs(arn, ec2('subnet', machine['SubnetId']))
        needs(arn, *[ec2('security-group', g['GroupId']) for g in machine['SecurityGroups']])
        profile = machine.get('IamInstanceProfile', {}).get('Arn', '').rsplit('/', 1)[-1]
        if profile:
            roles = client('iam').get_instance_profile(InstanceProfileName=profile)['InstanceProfile']['Roles']
            needs(arn, *[role['Arn'] for role in roles])
for database in client('rds').describe_db_instances()['DBInstances']:
    arn = database['DBInstanceArn']
    needs(arn, database.get('KmsKeyId') if database['StorageEncrypted'] else None)
    needs(arn, *[ec2('security-group', g['VpcSecurityGroupId']) for g in database['VpcSecurityGroups']])
    for subnet in database.get('DBSubnetGroup', {}).get('Subnets', []):
        needs(arn, ec2('subnet', subnet['SubnetIdentifier']))
balancers = {}
for balancer in client('elbv2').describe_load_balancers()['LoadBalancers']:
    arn = balancer['LoadBalancerArn']
    balancers[balancer['DNSName'].lower()] = arn
    needs(arn, *[ec2('security-group', g) for g in balancer['SecurityGroups']])
    needs(arn, *[ec2('subnet', z['SubnetId']) for z in balancer['AvailabilityZones']])
for zone in client('route53').list_hosted_zones()['HostedZones']:
    for record in client('route53').list_resource_record_sets(HostedZoneId=zone['Id'])['ResourceRecordSets']:
        target = record.get('AliasTarget', {}).get('DNSName', '').rstrip('.').lower()
        needs('dns:' + record['Name'], balancers.get(target))
json.dump(edges, sys.stdout)
