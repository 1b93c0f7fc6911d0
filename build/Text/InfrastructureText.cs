using Layercake.Engine.Provisioning;

namespace Build.Text;

/// <summary>How plans for Azure resources are worded.</summary>
internal static class InfrastructureText
{
    public static string Summary(InfrastructurePlan plan)
    {
        var unchanged = plan.Changes.Count(change => change.Action == ResourceAction.None);
        if (plan.IsEmpty)
            return $"Nothing to do: {DisplayText.Count(unchanged, "resource")} {(unchanged == 1 ? "is" : "are")} there.";

        var counts = new[] { ResourceAction.Create, ResourceAction.Modify, ResourceAction.Recover }
            .Select(action => (action, count: plan.Changes.Count(change => change.Action == action)))
            .Where(pair => pair.count > 0)
            .Select(pair => $"{pair.count} to {Present(pair.action)}");
        return $"Plan: {string.Join(", ", counts.Append($"{unchanged} unchanged"))}.";
    }

    public static string Present(ResourceAction action) => action.ToString().ToLowerInvariant();

    public static string Mark(ResourceAction action) =>
        action switch
        {
            ResourceAction.Create or ResourceAction.Recover => "+",
            ResourceAction.Modify => "~",
            _ => "=",
        };

    public static Tone Tone(ResourceAction action) =>
        action switch
        {
            ResourceAction.Create or ResourceAction.Recover => Text.Tone.Good,
            ResourceAction.Modify => Text.Tone.Change,
            _ => Text.Tone.Quiet,
        };
}
