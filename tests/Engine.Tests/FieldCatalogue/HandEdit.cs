using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>Judges a hand edit and the deployment that follows.</summary>
internal static class HandEdit
{
    /// <param name="edit">What the service showed before and after the edit; null when it refused the edit.</param>
    /// <param name="planned">What a deployment would do about it.</param>
    public static MoveVerdict Judge(
        string move,
        CatalogueField field,
        (JObject Before, JObject After)? edit,
        JObject declared,
        Change planned,
        DeployedStep step,
        JObject unset
    ) => new(move, Word(field, edit, declared, planned, step, unset));

    private static string Word(
        CatalogueField field,
        (JObject Before, JObject After)? edit,
        JObject declared,
        Change planned,
        DeployedStep step,
        JObject unset
    )
    {
        if (edit is not { } states)
            return Verdicts.Impossible;
        if (step.Failed.TryGetValue(field.Id, out var message))
            return $"failed: {message}";

        var (seen, next) = (planned.Fields.FirstOrDefault(field.IsNamedBy), step.Next[field.Id]);
        if (next.Action != ChangeAction.None)
            return $"planned again: {GitMove.Paths(next)}";
        if (ShownValue.IsSame(field, field.At(states.Before), field.At(states.After)))
            return field.Rule?.Behaviour == FieldBehaviour.InputOnly ? Verdicts.Unseen : Verdicts.Unmoved;
        if (seen is null)
            return Verdicts.Ignored;
        if (!seen.Drift)
            return "planned as an edit in Git";

        return ShownValue.Held(field, declared, step.After[field.Id], unset) is not null ? Verdicts.Drift : "not put back";
    }
}
