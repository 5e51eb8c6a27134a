"""Works out with boto3, by itself and from the calls alone, how well each store of data can be brought back.

usage: facts.py ENDPOINT STATE AS_OF ROLE
Prints {arn: {protected, newest, rpoSeconds, locked, otherAccount, otherRegion, independentKey}}. Shares nothing with
Holdfast but the questions.
"""
import json
import sys
from datetime import datetime, timezone
from fnmatch import fnmatchcase

import boto3
from botocore.config import Config

endpoint, state, as_of, role_name = sys.argv[1:]
kept = json.load(open(state))
now = datetime.fromisoformat(as_of.replace('Z', '+00:00'))
ACCOUNTS = [kept[n] for n in ('management', 'good', 'bad', 'logging', 'audit')]
REGIONS = ['eu-central-1', 'us-east-1']


def client(service, account, region='us-east-1'):
    made = boto3.client(service, endpoint_url=endpoint, region_name=region, aws_access_key_id='foreign',
                        aws_secret_access_key='x', config=Config(s3={'addressing_style': 'path'}))
    made.meta.events.register('before-sign.*.*', lambda request, **more: request.headers.add_header(
        'x-moto-account-id', account))
    return made


def listed(value):
    return value if isinstance(value, list) else [value]


resources, points, keys = {}, [], {}


def data(arn, account, region):
    resources[arn] = (account, region)


def point(arn, account, region, at, key=None, locked=False, until=None):
    points.append(dict(arn=arn, account=account, region=region, at=at, key=key, locked=locked, until=until))


for account in ACCOUNTS:
    for region in REGIONS:
        kms = client('kms', account, region)
        for key in kms.list_keys()['Keys']:
            about = kms.describe_key(KeyId=key['KeyId'])['KeyMetadata']
            policy = json.loads(kms.get_key_policy(KeyId=key['KeyId'], PolicyName='default')['Policy'])
            keys[key['KeyArn']] = (account, about['KeyState'], policy['Statement'])
        ec2 = client('ec2', account, region)
        held = {s['SnapshotId']: s['LockState'] for s in ec2.describe_locked_snapshots()['Snapshots']}
        snaps = ec2.describe_snapshots(OwnerIds=['self'])['Snapshots']
        volumes = ec2.describe_volumes()['Volumes']
        for volume in volumes:
            arn = f'arn:aws:ec2:{region}:{account}:volume/{volume["VolumeId"]}'
            data(arn, account, region)
            for snap in snaps:
                if snap['VolumeId'] == volume['VolumeId'] and snap['State'] == 'completed':
                    point(arn, account, region, snap['StartTime'], snap.get('KmsKeyId'), snap['SnapshotId'] in held)
        images = ec2.describe_images(Owners=['self'])['Images']
        for reservation in ec2.describe_instances()['Reservations']:
            for machine in reservation['Instances']:
                arn = f'arn:aws:ec2:{region}:{account}:instance/{machine["InstanceId"]}'
                data(arn, account, region)
                own = [v['VolumeId'] for v in volumes
                       if any(a['InstanceId'] == machine['InstanceId'] for a in v['Attachments'])]
                mine = [s for s in snaps if s['VolumeId'] in own and s['State'] == 'completed']
                made = [s for s in snaps if f'CreateImage({machine["InstanceId"]})' in s.get('Description', '')]
                for image in images:
                    used = [m.get('Ebs', {}).get('SnapshotId') for m in image['BlockDeviceMappings']]
                    if any(s['SnapshotId'] in used for s in mine + made):
                        point(arn, account, region, datetime.fromisoformat(image['CreationDate'].replace('Z', '+00:00')))
                if own and all(any(s['VolumeId'] == v for s in mine) for v in own):
                    point(arn, account, region,
                          min(max(s['StartTime'] for s in mine if s['VolumeId'] == v) for v in own))
        rds = client('rds', account, region)
        for kind, name, snapshots in (
                (rds.describe_db_instances()['DBInstances'], 'DBInstance', rds.describe_db_snapshots()['DBSnapshots']),
                (rds.describe_db_clusters()['DBClusters'], 'DBCluster',
                 rds.describe_db_cluster_snapshots()['DBClusterSnapshots'])):
            for db in kind:
                if name == 'DBInstance' and db.get('DBClusterIdentifier'):
                    continue
                arn = db[name + 'Arn']
                data(arn, account, region)
                if db['BackupRetentionPeriod'] and db.get('LatestRestorableTime'):
                    point(arn, account, region, db['LatestRestorableTime'],
                          db.get('KmsKeyId') if db['StorageEncrypted'] else None)
                for snap in snapshots:
                    if snap[name + 'Identifier'] == db[name + 'Identifier'] and snap['Status'] == 'available':
                        secret = snap.get('Encrypted', snap.get('StorageEncrypted'))
                        point(arn, account, region, snap['SnapshotCreateTime'], snap.get('KmsKeyId') if secret else None)
        dynamo = client('dynamodb', account, region)
        for name in dynamo.list_tables()['TableNames']:
            arn = dynamo.describe_table(TableName=name)['Table']['TableArn']
            data(arn, account, region)
            there = dynamo.describe_continuous_backups(TableName=name)['ContinuousBackupsDescription'].get(
                'PointInTimeRecoveryDescription', {})
            if there.get('PointInTimeRecoveryStatus') == 'ENABLED':
                point(arn, account, region, there['LatestRestorableDateTime'])
            for backup in dynamo.list_backups(TableName=name)['BackupSummaries']:
                if backup['BackupStatus'] == 'AVAILABLE':
                    point(arn, account, region, backup['BackupCreationDateTime'])
        for files in client('efs', account, region).describe_file_systems()['FileSystems']:
            data(files['FileSystemArn'], account, region)
        fsx = client('fsx', account, region)
        for files in fsx.describe_file_systems()['FileSystems']:
            data(files['ResourceARN'], account, region)
        for backup in fsx.describe_backups()['Backups']:
            if backup['Lifecycle'] == 'AVAILABLE' and backup['FileSystem'].get('ResourceARN'):
                point(backup['FileSystem']['ResourceARN'], account, region, backup['CreationTime'],
                      backup.get('KmsKeyId'))
        redshift = client('redshift', account, region)
        for cluster in redshift.describe_clusters()['Clusters']:
            data(f'arn:aws:redshift:{region}:{account}:cluster:{cluster["ClusterIdentifier"]}', account, region)
        for snap in redshift.describe_cluster_snapshots()['Snapshots']:
            if snap['Status'] == 'available':
                point(f'arn:aws:redshift:{region}:{account}:cluster:{snap["ClusterIdentifier"]}', account, region,
                      snap['SnapshotCreateTime'])
        vaults = client('backup', account, region)
        for vault in vaults.list_backup_vaults()['BackupVaultList']:
            for found in vaults.list_recovery_points_by_backup_vault(
                    BackupVaultName=vault['BackupVaultName'])['RecoveryPoints']:
                if found['Status'] in ('COMPLETED', 'AVAILABLE'):
                    point(found['ResourceArn'], account, region, found['CreationDate'], found.get('EncryptionKeyArn'),
                          bool(vault.get('Locked')), found.get('CalculatedLifecycle', {}).get('DeleteAt'))
    s3 = client('s3', account)
    for bucket in s3.list_buckets()['Buckets']:
        name = bucket['Name']
        arn = 'arn:aws:s3:::' + name
        region = s3.get_bucket_location(Bucket=name)['LocationConstraint'] or 'us-east-1'
        data(arn, account, region)
        if s3.get_bucket_versioning(Bucket=name).get('Status') == 'Enabled':
            point(arn, account, region, now)
            try:
                rules = s3.get_bucket_replication(Bucket=name)['ReplicationConfiguration']['Rules']
            except s3.exceptions.ClientError:
                rules = []
            for rule in rules:
                there = rule['Destination']['Bucket'].split(':::')[1]
                other = client('s3', rule['Destination']['Account'])
                where = other.get_bucket_location(Bucket=there)['LocationConstraint'] or 'us-east-1'
                lock = other.get_object_lock_configuration(Bucket=there)['ObjectLockConfiguration']
                point(arn, rule['Destination']['Account'], where, now, locked='Rule' in lock)


def allows(statements, account, actions):
    """Whether a key's policy lets this account in for any of these actions."""
    for statement in statements:
        who = statement.get('Principal', {})
        names = listed(who if isinstance(who, str) else who.get('AWS', []))
        inside = any(n in ('*', account) or f'::{account}:' in n for n in names)
        does = any(fnmatchcase(a, p) for a in actions for p in listed(statement['Action']))
        if statement['Effect'] == 'Allow' and inside and does:
            return True
    return False


def full(account):
    iam = client('iam', account)
    roles = [r['RoleName'] for r in iam.list_roles()['Roles']]
    if role_name not in roles:
        return account == kept['management']
    for name in iam.list_role_policies(RoleName=role_name)['PolicyNames']:
        document = iam.get_role_policy(RoleName=role_name, PolicyName=name)['PolicyDocument']
        if any(s['Effect'] == 'Allow' and '*' in listed(s['Action']) for s in document['Statement']):
            return True
    return False


rights = {account: full(account) for account in ACCOUNTS}


def usable(p):
    if p['until'] and p['until'] <= now:
        return False
    if not p['key']:
        return True
    account, how, policy = keys[p['key']]
    return how == 'Enabled' and rights[p['account']] and allows(policy, p['account'], ['kms:Decrypt'])


def independent(p, source):
    if not p['key']:
        return p['account'] != source
    account, _, policy = keys[p['key']]
    return account != source and not allows(
        policy, source, ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy'])


out = {}
for arn, (account, region) in resources.items():
    good = [p for p in points if p['arn'] == arn and usable(p)]
    newest = max((p['at'] for p in good), default=None)
    out[arn] = {
        'protected': bool(good),
        'newest': newest.astimezone(timezone.utc).strftime('%Y-%m-%dT%H:%M:%S') if newest else None,
        'rpoSeconds': max(0, int((now - newest).total_seconds())) if newest else None,
        'locked': any(p['locked'] for p in good),
        'otherAccount': any(p['account'] != account for p in good),
        'otherRegion': any(p['region'] != region for p in good),
        'independentKey': any((p['account'] != account or p['region'] != region) and independent(p, account)
                              for p in good)}
json.dump(out, sys.stdout)
