using System.Collections;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>Another version may apply a plan of the same format, so <c>plan.json</c> of a sealed plan does not change unnoticed.</summary>
public sealed class SealedPlanFormatTests
{
    /// <summary>Their members have the names that the environment, the vault and the declaration give.</summary>
    private static readonly string[] Open = ["settings", "secrets", "declarations[].content"];

    private static readonly string[] Members =
    [
        "applied_by",
        "approval[].assets[]",
        "approval[].class",
        "approval[].text",
        "changes[].action",
        "changes[].adopts",
        "changes[].after[]",
        "changes[].after_stub[]",
        "changes[].asset",
        "changes[].declaration",
        "changes[].drift",
        "changes[].empty_folder",
        "changes[].fields[].drift",
        "changes[].fields[].kept_because",
        "changes[].fields[].new",
        "changes[].fields[].old",
        "changes[].fields[].old_ids",
        "changes[].fields[].path",
        "changes[].fields[].recreate_because",
        "changes[].file",
        "changes[].fingerprint",
        "changes[].held_back",
        "changes[].id",
        "changes[].keeps_withdrawn",
        "changes[].kept[]",
        "changes[].kind",
        "changes[].moved_from",
        "changes[].name",
        "changes[].notes[]",
        "changes[].reason",
        "changes[].secrets[]",
        "changes[].stub.after[]",
        "changes[].uncompared[]",
        "changes[].unknown",
        "changes[].unless_busy",
        "changes[].unseen",
        "commit",
        "declarations[].belongs_to[]",
        "declarations[].content",
        "declarations[].data",
        "declarations[].file",
        "declarations[].kind",
        "declarations[].name",
        "environment",
        "expires",
        "forgotten[]",
        "format",
        "made_at",
        "manifest",
        "moves[].from",
        "moves[].to",
        "names[].id",
        "names[].kind",
        "names[].name",
        "no_longer_in_git[]",
        "request.allow_data_loss[]",
        "request.prune.confirmed",
        "request.prune.destroys",
        "request.prune.everything",
        "request.prune.force",
        "request.scheduled",
        "request.select[]",
        "request.with_needed",
        "rules",
        "secrets",
        "settings",
        "tool",
        "workspace",
        "workspace_id",
        "writes[].asset",
        "writes[].body",
        "writes[].conditional",
        "writes[].requests[]",
        "writes[].stop",
    ];

    private readonly SealedPlan plan = FullPlan.Make();

    private JObject Written => SealedPlanDocument.Write(plan, new Redactor());

    [Fact]
    public void Its_members_are_those_of_the_format()
    {
        var now = MembersOf(Written, "").Distinct().ToList();
        IReadOnlyList<string> other =
        [
            .. now.Except(Members).Select(member => $"{member} is new"),
            .. Members.Except(now).Select(member => $"{member} is gone"),
        ];

        Assert.True(
            other.Count == 0,
            $"{string.Join(", ", other)}. Where a version was released that writes format {SealedPlan.CurrentFormat}, raise "
                + "SealedPlan.CurrentFormat; then correct the list of this test."
        );
    }

    [Fact]
    public void Nothing_of_a_plan_is_lost_in_its_document()
    {
        var read = SealedPlanDocument.Read(Written, digest => FullPlan.Folder + digest);

        Assert.Equal(JToken.FromObject(plan).ToString(), JToken.FromObject(read).ToString());
    }

    /// <summary>What is left out here would be compared with nothing above. What no file declares any more is in no plan.</summary>
    [Fact]
    public void Each_member_of_the_plan_that_is_compared_has_a_value() =>
        Assert.Equal(
            ["Declaration.IsWithdrawn", "Plan.Lock", "SealedPlan.Confirmed", "SealedPlan.IsStrict"],
            Unset(plan).Distinct().Order(StringComparer.Ordinal)
        );

    private static IEnumerable<string> MembersOf(JToken token, string path) =>
        token switch
        {
            JObject document when !Open.Contains(path) => document
                .Properties()
                .SelectMany(member => MembersOf(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
            JArray list => list.SelectMany(entry => MembersOf(entry, path + "[]")),
            _ => [path],
        };

    private static IEnumerable<string> Unset(object record)
    {
        foreach (var member in record.GetType().GetProperties().Where(member => member.SetMethod is not null))
        {
            var value = member.GetValue(record);
            if (value is null or false or ICollection { Count: 0 })
                yield return $"{record.GetType().Name}.{member.Name}";

            var entries = value is IEnumerable list and not (string or JToken) ? list.Cast<object>() : [value!];
            foreach (var unset in entries.Where(IsOurs).SelectMany(Unset))
                yield return unset;
        }
    }

    private static bool IsOurs(object? value) => value?.GetType() is { IsEnum: false } type && type.Assembly == typeof(SealedPlan).Assembly;
}
