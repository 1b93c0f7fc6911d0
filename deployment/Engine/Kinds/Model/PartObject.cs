namespace Layercake.Engine.Kinds.Model;

/// <summary>The object that a part is of.</summary>
/// <param name="Field">The kind of the object.</param>
/// <param name="Id">Its id; its name or path where the kind has no ids.</param>
/// <param name="Live">As the plan has found it, so that it need not be read again; null where it was not.</param>
internal sealed record PartObject(string Field, string Id, LiveAsset? Live = null);
