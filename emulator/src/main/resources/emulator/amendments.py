"""Where moto 5.2.5 forgets what AWS keeps. Runs inside the server before it serves."""

import base64
import hashlib

from moto.config.models import ConfigBackend
from moto.ebs.models import EBSBackend, EBSSnapshot
from moto.guardduty.models import Detector
from moto.ram.models import ResourceAccessManagerBackend
from moto.rds.models import DBCluster, RDSBackend

# ModifyDBCluster sets a name that DescribeDBClusters does not read.
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
DBCluster.enable_iam_database_authentication = property(
    lambda cluster: cluster.iam_auth,
    lambda cluster, enabled: setattr(cluster, "iam_auth", enabled),
)

_modify = RDSBackend.modify_db_cluster


def _with_log_exports(backend, kwargs):
    if "cloudwatch_logs_export_configuration" in kwargs:
        kwargs["enable_cloudwatch_logs_exports"] = kwargs.pop("cloudwatch_logs_export_configuration")
    return _modify(backend, kwargs)


RDSBackend.modify_db_cluster = _with_log_exports

# UpdateDetector changes the features it names and leaves the others.
# https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateDetector.html
_update = Detector.update


def _keeping_features(detector, enable, finding_publishing_frequency, data_sources, features):
    if features is not None:
        named = {feature["name"]: feature for feature in features}
        known = [named.pop(feature["name"], feature) for feature in detector.features]
        features = known + list(named.values())
    _update(detector, enable, finding_publishing_frequency, data_sources, features)


Detector.update = _keeping_features

# DescribeConfigurationRecorders tells how often a recorder records.
# https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingMode.html
_record = ConfigBackend.put_configuration_recorder


def _with_mode(backend, config_recorder):
    _record(backend, config_recorder)
    recorder = backend.recorders[config_recorder["name"]]
    recorder.recording_mode = config_recorder.get("recordingMode") or {"recordingFrequency": "CONTINUOUS"}


ConfigBackend.put_configuration_recorder = _with_mode


# A snapshot that EC2 made has blocks like any other: here one of half a MiB, made from the id of its volume.
# https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListSnapshotBlocks.html
_blocks = EBSBackend.list_snapshot_blocks


def _of_any_snapshot(backend, snapshot_id):
    made = backend.ec2_backend.snapshots.get(snapshot_id)
    if snapshot_id not in backend.snapshots and made is not None:
        snapshot = EBSSnapshot(backend.account_id, made)
        snapshot.block_size = 524288
        data = (made.volume.id.encode() * 524288)[:524288]
        checksum = base64.b64encode(hashlib.sha256(data).digest()).decode()
        snapshot.put_block(0, data, checksum, "SHA256", str(len(data)))
        backend.snapshots[snapshot_id] = snapshot
    return _blocks(backend, snapshot_id)


EBSBackend.list_snapshot_blocks = _of_any_snapshot

# A restored cluster is protected against deletion only where the call asks for it, whatever its source was.
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
_restore = RDSBackend.restore_db_cluster_from_snapshot


def _protected_as_asked(backend, from_snapshot_id, overrides):
    cluster = _restore(backend, from_snapshot_id, overrides)
    cluster.deletion_protection = bool(overrides.get("deletion_protection"))
    return cluster


RDSBackend.restore_db_cluster_from_snapshot = _protected_as_asked

# Sharing within the organization is a trust of Organizations.
# https://docs.aws.amazon.com/ram/latest/APIReference/API_EnableSharingWithAwsOrganization.html
_share = ResourceAccessManagerBackend.enable_sharing_with_aws_organization


def _trusted(backend):
    answer = _share(backend)
    backend.organizations_backend.enable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    return answer


ResourceAccessManagerBackend.enable_sharing_with_aws_organization = _trusted
