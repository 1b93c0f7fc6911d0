using Build.Printing;
using Build.Reports;
using Layercake.Engine.Planning;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Build.Views;

/// <summary>Shows what a deployment would do, in an order and words that are the same every time.</summary>
public sealed class PlanView(Output output, RunRecord record, CiVoice voice)
{
    /// <summary>More unchanged rows than this are counted instead of listed.</summary>
    private const int MostUnchangedRows = 50;

    private const int LongestValue = 100;

    /// <summary>Of a digest only the beginning is shown, as Git does.</summary>
    private const int DigestLength = 19;

    private const int WidestAsset = 60;

    /// <param name="unchangedToo">Whether rows without a change are listed; a deployment shows only what it does.</param>
    public void Show(Plan plan, bool unchangedToo)
    {
        record.Planned(plan);
        var unchanged = plan.Changes.Count(change => change.Action == ChangeAction.None);
        var rows = plan.Changes.Where(change => change.Action != ChangeAction.None || (unchangedToo && unchanged <= MostUnchangedRows)).ToList();
        if (rows.Count > 0)
        {
            output.Line();
            var width = Math.Min(WidestAsset, rows.Max(change => change.Asset.Length));
            using (voice.Group($"What changes in {plan.Environment}"))
                foreach (var change in rows)
                    Row(change, width);

            output.Line();
        }

        output.Line(Summary(plan, unchanged));
    }

    public static string Summary(Plan plan, int unchanged)
    {
        if (plan.IsEmpty)
            return plan.Changes.Count == 0 ? "Nothing to do: nothing is declared." : $"Nothing to do: {Words.Count(unchanged, "asset")} {(unchanged == 1 ? "is" : "are")} as declared.";

        var counts = new[] { ChangeAction.Create, ChangeAction.Update, ChangeAction.Recreate, ChangeAction.Delete }
            .Select(action => (action, count: plan.Changes.Count(change => change.Action == action)))
            .Where(pair => pair.count > 0)
            .Select(pair => $"{pair.count} to {Words.Present(pair.action)}");
        return $"Plan: {string.Join(", ", counts.Append($"{unchanged} unchanged"))}.";
    }

    private void Row(Change change, int width)
    {
        var notes = (change.Adopts, change.Drift) switch
        {
            (true, _) => " (adopted: it was not made from here)",
            (_, true) => " (drift)",
            _ => "",
        };
        output.Line($"  {Words.Mark(change.Action)} {Words.Present(change.Action),-8} {change.Asset.PadRight(width)}  {change.Reason}{notes}", Words.Tone(change.Action));
        if (change.Action is ChangeAction.Create)
            foreach (var secret in change.Secrets)
                output.Line($"      uses secret {secret}", Tone.Quiet);

        Fields(change);
    }

    /// <summary>A line for each field that differs.</summary>
    internal void Fields(Change change)
    {
        foreach (var field in change.Fields)
            output.Line($"      {field.Path}: {Value(field.Old)} → {Value(field.New)}{(field.Drift ? " (drift)" : "")}");
    }

    private string Value(JToken? value)
    {
        if (value is null)
            return "(not set)";

        if (value.Type == JTokenType.String && (string)value! is { Length: > DigestLength } digest && digest.StartsWith("sha256:", StringComparison.Ordinal))
            return digest[..DigestLength];

        // Before it is cut: half of a secret nobody would find.
        var text = output.Redact(value.ToString(Formatting.None));
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }
}
