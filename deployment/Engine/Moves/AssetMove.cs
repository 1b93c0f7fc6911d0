namespace Layercake.Engine.Moves;

/// <summary>A rename in Git: the object that was deployed as one asset goes on as another. Both as kind and name, with the names that the
/// environment has for them.</summary>
public sealed record AssetMove(string From, string To);
