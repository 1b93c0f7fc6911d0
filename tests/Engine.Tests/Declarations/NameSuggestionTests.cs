using Layercake.Engine.Declarations;

namespace Layercake.Engine.Tests.Declarations;

public sealed class NameSuggestionTests
{
    [Theory]
    [InlineData("notebook_path", "notebooks_path")]
    [InlineData("notebooks-path", "notebooks_path")]
    [InlineData("Vault_Nmae", "vault_name")]
    [InlineData("pord", "prod")]
    [InlineData("de", "dev")]
    public void A_slip_is_understood(string written, string meant) =>
        Assert.Equal(meant, NameSuggestion.Of(written, ["dev", "preprod", "prod", "notebooks_path", "vault_name"]));

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("staging")]
    public void Something_else_is_not_taken_for_a_slip(string written)
    {
        Assert.Null(NameSuggestion.Of(written, ["dev", "a", "prod"]));
        Assert.Equal("", NameSuggestion.Suggest(written, ["dev", "a", "prod"]));
    }

    [Theory]
    [InlineData("notbook_task", "notebook_task")]
    [InlineData("notebook_tsk", "notebook_task")]
    [InlineData("query_task", null)]
    public void Fields_that_only_end_in_the_same_word_are_not_taken_for_each_other(string written, string? meant) =>
        Assert.Equal(meant, NameSuggestion.OfField(written, ["alert_task", "notebook_task", "sql_task"]));

    [Fact]
    public void Of_two_equally_near_names_the_first_in_the_alphabet_is_suggested() =>
        Assert.Equal(" Did you mean etl-a?", NameSuggestion.Suggest("etl-x", ["etl-b", "etl-a"]));
}
