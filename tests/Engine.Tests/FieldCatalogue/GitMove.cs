using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>Judges a move in Git and its deployment.</summary>
internal static class GitMove
{
    /// <param name="unset">What the service showed before the field was ever declared.</param>
    public static MoveVerdict Judge(string move, CatalogueField field, JObject declared, DeployedStep step, JObject unset) =>
        new(move, Word(field, declared, step, unset));

    private static string Word(CatalogueField field, JObject declared, DeployedStep step, JObject unset)
    {
        if (step.Refused.TryGetValue(field.Id, out var code))
            return $"{Verdicts.Refused} {code}";
        if (step.Failed.TryGetValue(field.Id, out var message))
            return $"failed: {message}";

        var (planned, next) = (step.Planned[field.Id], step.Next[field.Id]);
        var held = ShownValue.Held(field, declared, step.After[field.Id], unset);
        if (next.Action != ChangeAction.None)
            return $"planned again: {Paths(next)}";
        if (held is null)
            return planned.Action == ChangeAction.None ? Verdicts.Ignored : "not held";

        var isNamed = planned.Fields.FirstOrDefault(field.IsNamedBy) is { Drift: false };
        return planned.Action == ChangeAction.Recreate && isNamed ? Verdicts.Recreated
            : isNamed ? held
            : planned.Action == ChangeAction.None || ShownValue.IsNone(field.At(declared)) ? Verdicts.Same
            : $"planned without its name: {Paths(planned)}";
    }

    public static string Paths(Change change) => string.Join(", ", change.Fields.Select(field => field.Path));
}
