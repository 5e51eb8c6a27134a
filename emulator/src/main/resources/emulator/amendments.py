"""Where moto 5.2.5 forgets what AWS keeps. Runs inside the server before it serves."""

from moto.config.models import ConfigBackend
from moto.guardduty.models import Detector
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
