using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Neutree.Core.Tests.Architecture;

/// <summary>
/// Finds which types of an assembly mention which others, in signatures and in method bodies. It reads what the compiler made, so an
/// alias, a relative name or an inferred type hides nothing.
/// </summary>
internal static class TypeUses
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>Uses between types whose namespaces lie at or below <paramref name="root"/>.</summary>
    public static IReadOnlyCollection<NamespaceUse> Find(Assembly assembly, string root)
    {
        HashSet<NamespaceUse> uses = [];
        foreach (Type type in assembly.GetTypes().Where(type => IsBelow(type, root)))
        {
            foreach (Type used in Mentioned(type).SelectMany(Parts).Where(used => IsBelow(used, root)))
            {
                uses.Add(new NamespaceUse(type.Namespace!, Outermost(type).FullName!, used.Namespace!, Outermost(used).FullName!));
            }
        }

        uses.RemoveWhere(use => use.FromType == use.ToType);
        return uses;
    }

    private static bool IsBelow(Type type, string root) =>
        type.Namespace is { } name && (name == root || name.StartsWith(root + ".", StringComparison.Ordinal));

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
        {
            return Parts(type.GetElementType()!);
        }

        if (type.IsGenericParameter)
        {
            return [];
        }

        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    private static IEnumerable<Type> Mentioned(Type type)
    {
        IEnumerable<Type> shape = type.GetInterfaces();
        if (type.BaseType is { } baseType)
        {
            shape = shape.Append(baseType);
        }

        return shape
            .Concat(type.GetFields(Declared).Select(field => field.FieldType))
            .Concat(type.GetConstructors(Declared).SelectMany(Mentioned))
            .Concat(type.GetMethods(Declared).SelectMany(method => Mentioned(method).Append(method.ReturnType)));
    }

    private static IEnumerable<Type> Mentioned(MethodBase method)
    {
        foreach (ParameterInfo parameter in method.GetParameters())
        {
            yield return parameter.ParameterType;
        }

        if (method.GetMethodBody() is not { } body)
        {
            yield break;
        }

        foreach (LocalVariableInfo local in body.LocalVariables)
        {
            yield return local.LocalType;
        }

        foreach (ExceptionHandlingClause clause in body.ExceptionHandlingClauses)
        {
            if (clause is { Flags: ExceptionHandlingClauseOptions.Clause, CatchType: { } caught })
            {
                yield return caught;
            }
        }

        foreach (MemberInfo member in Tokens(method, body.GetILAsByteArray()!))
        {
            if (member is Type named)
            {
                yield return named;
            }
            else if (member.DeclaringType is { } owner)
            {
                yield return owner;
            }

            if (member is MethodInfo { IsGenericMethod: true } generic)
            {
                foreach (Type argument in generic.GetGenericArguments())
                {
                    yield return argument;
                }
            }
        }
    }

    private static IEnumerable<MemberInfo> Tokens(MethodBase method, byte[] code)
    {
        Type[]? typeArguments = method.DeclaringType is { IsGenericType: true } owner ? owner.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        int position = 0;
        while (position < code.Length)
        {
            short value = code[position++];
            if (value == 0xFE)
            {
                value = unchecked((short)(0xFE00 | code[position++]));
            }

            OpCode operation = OpCodesByValue[value];
            int operand = position;
            position += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(operand))),
                _ => 4,
            };
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                int token = BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(operand));
                if (method.Module.ResolveMember(token, typeArguments, methodArguments) is { } member)
                {
                    yield return member;
                }
            }
        }
    }
}
