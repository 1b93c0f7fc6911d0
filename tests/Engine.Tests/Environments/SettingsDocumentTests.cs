using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Tests.Declarations;

namespace Layercake.Engine.Tests.Environments;

public sealed class SettingsDocumentTests
{
    [Fact]
    public void The_schema_file_says_what_the_table_of_settings_says() =>
        Same(
            "deployment/environments/environment.schema.json",
            SettingsDocument.Schema(),
            Repository.Read("deployment/environments/environment.schema.json")
        );

    [Fact]
    public void The_page_about_environments_has_the_table_of_settings()
    {
        var page = Repository.Read("docs/environments.md");
        var start = page.IndexOf("| Setting |", StringComparison.Ordinal);

        Same("docs/environments.md", SettingsDocument.Table(), page[start..(page.IndexOf("\n\n", start, StringComparison.Ordinal) + 1)]);
    }

    [Fact]
    public void Every_default_has_the_form_that_its_setting_must_have()
    {
        var settings = EnvironmentSettings.All.Where(setting => setting.Default is string && setting.Pattern is not null).ToList();

        Assert.NotEmpty(settings);
        Assert.All(settings, setting => Assert.Matches(setting.Pattern!, (string)setting.Default!));
    }

    private static void Same(string file, string expected, string actual) =>
        Assert.True(expected == actual, $"{file} does not agree with EnvironmentSettings. Expected there:\n{expected}");
}
