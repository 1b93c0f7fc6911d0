using Layercake.Engine.Environments;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.Environments;

/// <summary>The setting <c>approve</c> of an environment file, checked offline (X13).</summary>
public sealed class ApproveSettingTests : EnvironmentTests
{
    [Fact]
    public void The_actions_are_those_of_changes() =>
        Assert.Equal(
            Enum.GetNames<ChangeAction>().Where(name => name != nameof(ChangeAction.None)).Select(name => name.ToLowerInvariant()),
            ApprovalClass.Actions
        );

    [Theory]
    [InlineData("[\"delete:*\", \"update:jobs\"]", "[\"delete:*\",\"update:jobs\"]")]
    [InlineData("[\"update:jobs\", \"delete:*\", \"delete:*\"]", "[\"delete:*\",\"update:jobs\"]")]
    [InlineData("[]", "[]")]
    [InlineData("null", null)]
    public void The_classes_are_sealed_with_the_settings_in_whatever_order_they_stand(string written, string? text) =>
        Assert.Equal(text, Load($"{{ {Complete}, \"approve\": {written} }}")!.Settings.GetValueOrDefault("approve"));

    [Theory]
    [InlineData(
        "[\"*:*\", \"remove:jobs\"]",
        "(3,9): error ENV016: approve: \"remove:jobs\": there is no action remove. Actions are create, update, recreate, delete, and "
            + "* for any."
    )]
    [InlineData(
        "[\"*:*\", \"Delete:jobs\"]",
        "(3,9): error ENV016: approve: \"Delete:jobs\": there is no action Delete. Did you mean delete? Actions are create, update, "
            + "recreate, delete, and * for any."
    )]
    [InlineData(
        "[\"*:*\", \"delete\"]",
        "(3,9): error ENV016: approve: \"delete\" must be ACTION:KIND, a text such as \"delete:*\" or \"update:jobs\". Actions are "
            + "create, update, recreate, delete, and * for any."
    )]
    [InlineData(
        "[\"*:*\", 7]",
        "(3,9): error ENV016: approve: 7 must be ACTION:KIND, a text such as \"delete:*\" or \"update:jobs\". Actions are create, "
            + "update, recreate, delete, and * for any."
    )]
    [InlineData("\"delete:*\"", "(2,1): error ENV003: approve must be a list such as [\"delete:*\", \"recreate:*\"].")]
    public void An_entry_that_is_no_class_is_named_with_its_place(string written, string finding)
    {
        Assert.Null(Load($"{{ {Complete},\n\"approve\":\n{written} }}"));

        Assert.Equal([finding], Places());
    }

    [Fact]
    public async Task A_kind_that_does_not_exist_is_named_with_its_place()
    {
        await using var workspace = await TestWorkspace.StartAsync();
        workspace.Environment = Load($"{{ {Complete},\n\"approve\": [\"delete:job\"] }}")!;

        Assert.StartsWith(
            "deployment/environments/dev.json(2,13): error ENV016: approve: \"delete:job\": there is no kind job. Did you mean jobs? Kinds "
                + "are libraries, ",
            Assert.Single(workspace.Check()),
            StringComparison.Ordinal
        );
    }
}
