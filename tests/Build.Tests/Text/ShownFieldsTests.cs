using Build.Text;
using Layercake.Build.Tests.Reports;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Build.Tests.Text;

/// <summary>A library that comes for another version of the same package is one row; different packages are two.</summary>
public sealed class ShownFieldsTests
{
    [Theory]
    [InlineData("pypi", "pandas==2.2.0", "pandas>=2.3")]
    [InlineData("pypi", "scikit-learn", "scikit-learn(extra)~=1.5 repo=https://pypi.example/simple")]
    [InlineData("pypi", "pandas==2.2.0; python_version < '3.12'", "pandas")]
    [InlineData("whl", "/Shared/libraries/0123456789ab/my-tools-1.0-py3-none-any.whl", "/Shared/my-tools-1.1-py3-none-any.whl")]
    [InlineData("jar", "dbfs:/jars/etl-assembly-1.0.jar", "dbfs:/jars/etl-assembly-2.0.jar")]
    [InlineData("maven", "com.example:spark-tools:1.0", "com.example:spark-tools:1.1 repo=https://maven.example")]
    [InlineData("cran", "forecast", "forecast repo=https://cran.example/a-b")]
    public void Two_versions_of_a_package_are_one_row(string type, string old, string now)
    {
        var row = Assert.Single(Shown(Entry(type, old, isNew: false), Entry(type, now, isNew: true)));

        Assert.Equal("libraries", row.Path);
        Assert.NotNull(row.Old);
        Assert.NotNull(row.New);
    }

    [Theory]
    [InlineData("pypi", "scikit-learn==1.5", "scikit-image==0.24")]
    [InlineData("pypi", "a repo=https://pypi.example/simple", "b repo=https://pypi.example/simple")]
    [InlineData("whl", "/Shared/my-tools-1.0-py3-none-any.whl", "/Shared/my-jobs-1.0-py3-none-any.whl")]
    [InlineData("jar", "dbfs:/jars/etl-core.jar", "dbfs:/jars/etl-assembly.jar")]
    [InlineData("maven", "com.example:spark-tools:1.0", "com.example:spark-jobs:1.0")]
    public void Two_packages_are_two_rows(string type, string old, string now) =>
        Assert.Equal(2, Shown(Entry(type, old, isNew: false), Entry(type, now, isNew: true)).Count);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_row_is_marked_as_drift_when_one_of_its_sides_is(bool old, bool now) =>
        Assert.True(
            Assert
                .Single(
                    Shown(
                        Entry("pypi", "pandas==2.2.0", isNew: false) with { Drift = old },
                        Entry("pypi", "pandas==2.3.0", isNew: true) with { Drift = now }
                    )
                )
                .Drift
        );

    private static IReadOnlyList<FieldChange> Shown(params FieldChange[] fields) =>
        ShownFields.Of(SampleReport.Change("cluster-libraries", "etl", ChangeAction.Update) with { Fields = fields });

    private static FieldChange Entry(string type, string library, bool isNew)
    {
        var value = new JObject { [type] = library };
        return new FieldChange
        {
            Path = $"libraries['{type} {library}']",
            Old = isNew ? null : value,
            New = isNew ? value : null,
        };
    }
}
