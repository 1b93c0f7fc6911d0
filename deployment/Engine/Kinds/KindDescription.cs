namespace Layercake.Engine.Kinds;

/// <summary>A kind that can be deployed and exported on its own, for lists of what a program can do.</summary>
/// <param name="Name">Its folder: <c>init-scripts</c>.</param>
/// <param name="Deploys">What a deployment of this kind alone does, as a sentence.</param>
/// <param name="Exports">What an export of this kind alone does, as a sentence.</param>
public sealed record KindDescription(string Name, string Deploys, string Exports);
