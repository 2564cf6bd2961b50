"""The names that the measuring services are asked and read by still stand in the client's own descriptions."""

from __future__ import annotations

import pytest

from tests.integrations.fake_google import document_of

READ = {
    ("analyticsdata.v1beta", "RunReportRequest"): {
        "dateRanges", "dimensions", "metrics", "dimensionFilter", "orderBys", "limit", "offset", "keepEmptyRows",
        "returnPropertyQuota",
    },
    ("analyticsdata.v1beta", "RunReportResponse"): {
        "dimensionHeaders", "metricHeaders", "rows", "rowCount", "metadata", "propertyQuota",
    },
    ("analyticsdata.v1beta", "ResponseMetaData"): {
        "subjectToThresholding", "dataLossFromOtherRow", "samplingMetadatas", "schemaRestrictionResponse",
        "dataTruncationReasons", "currencyCode", "timeZone", "emptyReason",
    },
    ("analyticsdata.v1beta", "SamplingMetadata"): {"samplesReadCount", "samplingSpaceSize"},
    ("analyticsdata.v1beta", "ActiveMetricRestriction"): {"metricName"},
    ("analyticsdata.v1beta", "PropertyQuota"): {"tokensPerDay", "tokensPerHour", "tokensPerProjectPerHour"},
    ("analyticsdata.v1beta", "QuotaStatus"): {"consumed", "remaining"},
    ("analyticsdata.v1beta", "CheckCompatibilityResponse"): {"metricCompatibilities"},
    ("analyticsdata.v1beta", "MetricCompatibility"): {"compatibility", "metricMetadata"},
    ("chromeuxreport.v1", "QueryRequest"): {"url", "origin", "formFactor", "metrics"},
    ("chromeuxreport.v1", "QueryHistoryRequest"): {"url", "origin", "formFactor", "metrics", "collectionPeriodCount"},
    ("chromeuxreport.v1", "Record"): {"metrics", "collectionPeriod"},
    ("chromeuxreport.v1", "HistoryRecord"): {"metrics", "collectionPeriods"},
    ("chromeuxreport.v1", "MetricTimeseries"): {"histogramTimeseries", "percentilesTimeseries"},
    ("chromeuxreport.v1", "UrlNormalization"): {"normalizedUrl"},
    ("pagespeedonline.v5", "PagespeedApiPagespeedResponseV5"): {"lighthouseResult", "loadingExperience"},
    ("pagespeedonline.v5", "LighthouseResultV5"): {
        "categories", "audits", "runtimeError", "runWarnings", "lighthouseVersion",
    },
    ("pagespeedonline.v5", "PagespeedApiLoadingExperienceV5"): {"metrics", "origin_fallback"},
    ("pagespeedonline.v5", "Categories"): {"performance", "accessibility", "best-practices", "seo", "agentic-browsing"},
}  # fmt: skip


@pytest.mark.parametrize(("document", "schema"), list(READ))
def test_the_fields_that_are_used_are_still_there(document: str, schema: str) -> None:
    known = document_of(document)["schemas"][schema]["properties"]
    gone = READ[document, schema] - set(known)
    assert not gone, f"{document} no longer has {schema}.{sorted(gone)}: read what took their place"


def test_every_category_that_can_be_set_is_one_of_the_document() -> None:
    from integrations.measure_options import PagespeedOptions

    method = document_of("pagespeedonline.v5")["resources"]["pagespeedapi"]["methods"]["runpagespeed"]
    known = set(method["parameters"]["category"]["enum"])
    field = PagespeedOptions.model_fields["categories"]
    assert set(field.default) <= known
    PagespeedOptions.model_validate({"categories": sorted(known - {"CATEGORY_UNSPECIFIED", "PWA"})})
